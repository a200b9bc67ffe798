//! The names of Universal Dependencies: parts of speech, and relations with the subtypes the English treebanks use.

/// An enum whose members have names in a treebank.
macro_rules! named {
    ($(#[$doc:meta])* $Name:ident { $($Member:ident $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub(crate) enum $Name {
            #[default]
            $($Member,)*
        }

        impl $Name {
            /// All of them, in the order of their numbers.
            pub(crate) const ALL: &[Self] = &[$(Self::$Member,)*];

            /// As the treebanks write it.
            #[cfg(any(test, feature = "train"))]
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Self::$Member => $name,)*
                }
            }

            /// The member with this name.
            #[cfg(any(test, feature = "train"))]
            pub(crate) fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|m| m.name() == name)
            }
        }
    };
}

named! {
    /// Universal part of speech.
    Upos {
        X "X",
        Adj "ADJ",
        Adp "ADP",
        Adv "ADV",
        Aux "AUX",
        Cconj "CCONJ",
        Det "DET",
        Intj "INTJ",
        Noun "NOUN",
        Num "NUM",
        Part "PART",
        Pron "PRON",
        Propn "PROPN",
        Punct "PUNCT",
        Sconj "SCONJ",
        Sym "SYM",
        Verb "VERB",
    }
}

named! {
    /// English part of speech, after the Penn treebank.
    Xpos {
        Fw "FW",
        Add "ADD",
        Afx "AFX",
        Cc "CC",
        Cd "CD",
        Dt "DT",
        Ex "EX",
        Gw "GW",
        Hyph "HYPH",
        In "IN",
        Jj "JJ",
        Jjr "JJR",
        Jjs "JJS",
        LeftBracket "-LRB-",
        Ls "LS",
        Md "MD",
        Nfp "NFP",
        Nn "NN",
        Nnp "NNP",
        Nnps "NNPS",
        Nns "NNS",
        Pdt "PDT",
        Pos "POS",
        Prp "PRP",
        PrpOwner "PRP$",
        Rb "RB",
        Rbr "RBR",
        Rbs "RBS",
        Rp "RP",
        RightBracket "-RRB-",
        Sym "SYM",
        To "TO",
        Uh "UH",
        Vb "VB",
        Vbd "VBD",
        Vbg "VBG",
        Vbn "VBN",
        Vbp "VBP",
        Vbz "VBZ",
        Wdt "WDT",
        Wp "WP",
        WpOwner "WP$",
        Wrb "WRB",
        Xx "XX",
        Dollar "$",
        Comma ",",
        Stop ".",
        Colon ":",
        OpenQuote "``",
        CloseQuote "''",
    }
}

named! {
    /// How a word hangs on its head.
    Relation {
        Dep "dep",
        Acl "acl",
        AclRelcl "acl:relcl",
        Advcl "advcl",
        AdvclRelcl "advcl:relcl",
        Advmod "advmod",
        Amod "amod",
        Appos "appos",
        Aux "aux",
        AuxPass "aux:pass",
        Case "case",
        Cc "cc",
        CcPreconj "cc:preconj",
        Ccomp "ccomp",
        Clf "clf",
        Compound "compound",
        CompoundPrt "compound:prt",
        Conj "conj",
        Cop "cop",
        Csubj "csubj",
        CsubjOuter "csubj:outer",
        CsubjPass "csubj:pass",
        Det "det",
        DetPredet "det:predet",
        Discourse "discourse",
        Dislocated "dislocated",
        Expl "expl",
        Fixed "fixed",
        Flat "flat",
        Goeswith "goeswith",
        Iobj "iobj",
        List "list",
        Mark "mark",
        Nmod "nmod",
        NmodDesc "nmod:desc",
        NmodPoss "nmod:poss",
        NmodUnmarked "nmod:unmarked",
        Nsubj "nsubj",
        NsubjOuter "nsubj:outer",
        NsubjPass "nsubj:pass",
        Nummod "nummod",
        Obj "obj",
        Obl "obl",
        OblAgent "obl:agent",
        OblUnmarked "obl:unmarked",
        Orphan "orphan",
        Parataxis "parataxis",
        Punct "punct",
        Reparandum "reparandum",
        Root "root",
        Vocative "vocative",
        Xcomp "xcomp",
    }
}

#[cfg(any(test, feature = "train"))]
impl Relation {
    /// The relation with this name; a subtype that is not known counts as its main type, and releases before 2.15 wrote `tmod` and `npmod` for
    /// what is `unmarked` now.
    pub(crate) fn read(name: &str) -> Option<Self> {
        let now = match name {
            "obl:tmod" | "obl:npmod" => "obl:unmarked",
            "nmod:tmod" | "nmod:npmod" => "nmod:unmarked",
            other => other,
        };
        Self::named(now).or_else(|| Self::named(now.split(':').next().unwrap_or(now)))
    }

    /// The part before the colon: what the shared tasks compare.
    pub(crate) fn main(self) -> &'static str {
        let name = self.name();
        name.split(':').next().unwrap_or(name)
    }
}
