//! Short news paragraphs of our own in sixteen languages: each is named, English is let through, and too little is not judged.

use armistice_intake::language::{Language, of};

const OTHERS: &[(&str, &str)] = &[
    (
        "French",
        "Le gouvernement a refusé lundi de retirer ses troupes de la frontière, a déclaré le ministre des Affaires étrangères. Les négociations doivent reprendre la semaine prochaine à Genève.",
    ),
    (
        "Spanish",
        "El gobierno rechazó el lunes retirar sus tropas de la frontera, según dijo el ministro de Exteriores. Las conversaciones se reanudarán la próxima semana en Ginebra.",
    ),
    (
        "German",
        "Die Regierung hat es am Montag abgelehnt, ihre Truppen von der Grenze abzuziehen, sagte der Außenminister. Die Gespräche sollen nächste Woche in Genf weitergehen.",
    ),
    (
        "Italian",
        "Il governo ha rifiutato lunedì di ritirare le truppe dal confine, ha detto il ministro degli Esteri. I colloqui riprenderanno la settimana prossima a Ginevra.",
    ),
    (
        "Portuguese",
        "O governo recusou na segunda-feira retirar as suas tropas da fronteira, disse o ministro dos Negócios Estrangeiros. As conversações serão retomadas na próxima semana em Genebra.",
    ),
    (
        "Dutch",
        "De regering heeft maandag geweigerd haar troepen van de grens terug te trekken, zei de minister van Buitenlandse Zaken. De gesprekken worden volgende week in Genève hervat.",
    ),
    (
        "Swedish",
        "Regeringen vägrade på måndagen att dra tillbaka sina trupper från gränsen, sade utrikesministern. Samtalen ska återupptas nästa vecka i Genève.",
    ),
    (
        "Polish",
        "Rząd odmówił w poniedziałek wycofania swoich wojsk znad granicy, powiedział minister spraw zagranicznych. Rozmowy mają zostać wznowione w przyszłym tygodniu w Genewie.",
    ),
    (
        "Turkish",
        "Dışişleri bakanı, hükümetin pazartesi günü birliklerini sınırdan çekmeyi reddettiğini söyledi. Görüşmelerin gelecek hafta Cenevre’de yeniden başlaması bekleniyor.",
    ),
    (
        "Indonesian",
        "Pemerintah pada hari Senin menolak menarik pasukannya dari perbatasan, kata menteri luar negeri. Perundingan akan dilanjutkan pekan depan di Jenewa.",
    ),
    (
        "Vietnamese",
        "Chính phủ hôm thứ Hai đã từ chối rút quân khỏi biên giới, bộ trưởng ngoại giao cho biết. Các cuộc đàm phán sẽ được nối lại vào tuần tới tại Geneva.",
    ),
    (
        "Russian",
        "Правительство в понедельник отказалось отвести свои войска от границы, сообщил министр иностранных дел. Переговоры возобновятся на следующей неделе в Женеве.",
    ),
    (
        "Ukrainian",
        "Уряд у понеділок відмовився відвести свої війська від кордону, повідомив міністр закордонних справ. Переговори мають відновитися наступного тижня в Женеві.",
    ),
    (
        "Arabic",
        "رفضت الحكومة يوم الاثنين سحب قواتها من الحدود، بحسب ما قال وزير الخارجية. ومن المقرر أن تستأنف المحادثات الأسبوع المقبل في جنيف.",
    ),
    (
        "Persian",
        "دولت روز دوشنبه از خروج نیروهای خود از مرز خودداری کرد، وزیر امور خارجه گفت. قرار است گفتگوها هفته آینده در ژنو از سر گرفته شود.",
    ),
    ("Hebrew", "הממשלה סירבה ביום שני להסיג את כוחותיה מהגבול, אמר שר החוץ. השיחות צפויות להתחדש בשבוע הבא בז'נבה."),
    (
        "Chinese",
        "外交部长表示，政府周一拒绝从边境撤军。谈判定于下周在日内瓦恢复。双方都没有就停火条件发表评论，调解人呼吁保持克制。",
    ),
    (
        "Japanese",
        "外相によると、政府は月曜日、国境からの部隊の撤退を拒否した。協議は来週ジュネーブで再開される予定だ。",
    ),
    (
        "Korean",
        "외무장관은 정부가 월요일 국경에서 병력을 철수하는 것을 거부했다고 밝혔다. 회담은 다음 주 제네바에서 재개될 예정이다.",
    ),
    (
        "Hindi",
        "विदेश मंत्री ने कहा कि सरकार ने सोमवार को सीमा से अपनी सेना हटाने से इनकार कर दिया। वार्ता अगले सप्ताह जिनेवा में फिर शुरू होगी।",
    ),
];

#[test]
fn other_languages_are_named() {
    let wrong: Vec<_> = OTHERS
        .iter()
        .map(|(name, text)| (*name, of(text)))
        .filter(|(name, found)| *found != Language::Other(name))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn english_passes_whatever_it_quotes() {
    for text in [
        "The government refused on Monday to withdraw its troops from the border, the foreign minister said. Talks will resume next week.",
        "Peru leaves talks. Chile stays. Bolivia demands access to sea, rejects offer of port, calls emergency session of parliament",
        "Abdel Fattah el-Sisi met Mohammed bin Zayed Al Nahyan and Sheikh Tamim bin Hamad Al Thani in Sharm el-Sheikh on Sunday, Al-Ahram reported.",
        "“رفضت الحكومة يوم الاثنين سحب قواتها من الحدود”, the statement said. In English: the government refused on Monday to withdraw its forces from the border, and it will not be moved by threats.",
        "The minister told the paper: “Nous n’accepterons jamais un tel accord, ni aujourd’hui, ni demain.” His office later said that he had meant the draft, and that talks would go on.",
    ] {
        let found = of(text);
        assert!(!matches!(found, Language::Other(_)), "{found:?}: {text}");
    }
    assert_eq!(
        of("The government refused on Monday to withdraw its troops from the border, the foreign minister said."),
        Language::English
    );
}

#[test]
fn too_little_is_not_judged() {
    for text in [
        "",
        "Freedonia",
        "Roses are red.",
        "Nein!",
        "x".repeat(10_000_000).as_str(),
        "12345 67890 !!! ".repeat(100).as_str(),
    ] {
        let found = of(text);
        assert!(!matches!(found, Language::Other(_)), "{found:?}: {}", &text[..text.len().min(20)]);
    }
}
