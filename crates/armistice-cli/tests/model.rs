//! `armistice read --model` against a scripted server: what stands up to the text is taken, and whatever the server does, the built-in draft stands.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_types,
    reason = "helpers of a test; what cannot be served fails it, and what hangs is timed"
)]

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, LazyLock, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::{Folder, Run, command, finish};

const NEWS: &str = "Talks stall at the border

The government of France demanded on Monday that Spain withdraw its troops from the border. Spain rejected the demand.

“Nobody here knows what tomorrow holds,” an aide to the French president sighed. The sun shone. The sun shone.
";

/// What the server does with a request.
#[derive(Clone)]
enum Does {
    /// Answers with a status and a body.
    Answers(u16, &'static str, String),
    /// Sends these bytes and closes.
    Sends(Vec<u8>),
    /// Sends this over and over, until the other side has enough.
    Floods(&'static str),
    /// Sends a byte of an answer now and then.
    Drips,
    /// Never answers.
    Hangs,
}

/// The model says this.
fn says(text: impl Into<String>) -> Does {
    let choice =
        json!({ "index": 0, "finish_reason": "stop", "message": { "role": "assistant", "content": text.into() } });
    Does::Answers(200, "application/json", json!({ "object": "chat.completion", "choices": [choice] }).to_string())
}

/// An answer of the protocol with this choice.
fn chooses(choice: &Value) -> Does {
    Does::Answers(200, "application/json", json!({ "choices": [choice] }).to_string())
}

/// A server that does one thing after the other, and the last one again and again.
struct Server {
    port: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new(script: Vec<Does>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                // Whoever only looks whether somebody answers says nothing.
                let Some(request) = request(&mut stream) else { continue };
                let number = {
                    let mut heard = heard.lock().unwrap();
                    heard.push(request);
                    heard.len()
                };
                let does = script[(number - 1).min(script.len() - 1)].clone();
                thread::spawn(move || does.to(&mut stream));
            }
        });
        Self { port, requests }
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// A request with its headers and its body.
fn request(stream: &mut TcpStream) -> Option<String> {
    let mut reader = BufReader::new(stream);
    let mut text = String::new();
    while !text.ends_with("\r\n\r\n") {
        if reader.read_line(&mut text).ok()? == 0 {
            return None;
        }
    }
    let length = text.lines().find_map(|l| l.to_lowercase().strip_prefix("content-length:")?.trim().parse().ok())?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(text + &String::from_utf8(body).unwrap())
}

impl Does {
    fn to(&self, stream: &mut TcpStream) {
        let write =
            |stream: &mut TcpStream, bytes: &[u8]| stream.write_all(bytes).and_then(|()| stream.flush()).is_ok();
        match self {
            Self::Answers(status, kind, body) => {
                let head = format!(
                    "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                write(stream, head.as_bytes());
                write(stream, body.as_bytes());
            }
            Self::Sends(bytes) => {
                write(stream, bytes);
            }
            Self::Floods(part) => {
                write(stream, b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
                while write(stream, part.repeat(1_000).as_bytes()) {}
            }
            Self::Drips => {
                write(stream, b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                while write(stream, b" ") {
                    thread::sleep(Duration::from_millis(200));
                }
            }
            Self::Hangs => thread::sleep(Duration::from_secs(60)),
        }
    }
}

/// Reads the article with the model's help, into `talks`.
fn read(folder: &Folder, url: &str, more: &[&str]) -> Run {
    folder.write("news.txt", NEWS);
    let mut all = vec!["read", "news.txt", "--into", "talks", "--force", "--model", url, "test-7b"];
    all.extend(more);
    finish(command().env_remove("ARMISTICE_MODEL_KEY").current_dir(folder.path()).args(all))
}

/// What the reader drafts alone.
fn alone() -> String {
    static ALONE: LazyLock<String> = LazyLock::new(|| {
        let folder = Folder::new("model-alone");
        folder.write("news.txt", NEWS);
        folder.run(&["read", "news.txt", "--into", "talks"]).fine();
        folder.read("talks/claims.toml")
    });
    ALONE.clone()
}

fn claim(quote: &str, kind: &str) -> Value {
    json!({ "quote": quote, "kind": kind, "speaker": ["an aide to the French president"], "target": [], "issue": ["Outlook"],
        "content": "nobody knows", "polarity": "-", "status": "present", "according_to": null, "direct": true })
}

const SIGH: &str = "“Nobody here knows what tomorrow holds,”";

#[test]
fn a_good_claim_is_taken_with_who_drafted_it() {
    let answer = json!({ "claims": [claim(SIGH, "assess")] }).to_string();
    let thought =
        format!("<think>Perhaps {{\"claims\": []}}?</think>Here they are:\n```json\n{answer}\n```\nShall I go on?");
    for (n, answer) in [answer, thought].into_iter().enumerate() {
        let folder = Folder::new(&format!("model-good-{n}"));
        let server = Server::new(vec![says(answer)]);
        let run = read(&folder, &server.url(), &[]).fine();
        assert!(run.err.contains("sending 1 text (1 KB) in 1 piece to http://127.0.0.1:"), "{}", run.err);
        assert!(run.err.contains("on this machine, for the model test-7b"), "{}", run.err);
        assert!(run.err.contains("1 claim from the model: 1 taken, 0 there already"), "{}", run.err);
        let claims = folder.read("talks/claims.toml");
        assert!(
            claims.contains("by = \"model test-7b\"") && claims.contains(&format!("quote = \"{SIGH}\"")),
            "{claims}"
        );
        assert!(claims.contains("issue = [\"outlook\"]"), "{claims}");
        assert_eq!(claims.matches("[[claims]]").count(), alone().matches("[[claims]]").count() + 1);
        folder.run(&["claims", "export", "talks"]).fine();
        let [request] = server.requests().try_into().unwrap();
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        assert!(
            head.starts_with("POST /v1/chat/completions HTTP/1.1") && !head.to_lowercase().contains("authorization"),
            "{head}"
        );
        let body: Value = serde_json::from_str(body).unwrap();
        assert_eq!(
            (&body["temperature"], &body["model"], &body["stream"]),
            (&json!(0), &json!("test-7b"), &json!(false))
        );
        assert!(NEWS.contains(body["messages"][1]["content"].as_str().unwrap().trim()));
        let kinds = &body["response_format"]["json_schema"]["schema"]["properties"]["claims"]["items"]["properties"]["kind"]
            ["enum"];
        assert_eq!(kinds.as_array().unwrap().len(), 24);
    }
}

#[test]
fn what_does_not_stand_in_the_text_is_not_taken() {
    let folder = Folder::new("model-untaken");
    let claims = json!([
        claim(SIGH, "assess"), claim(SIGH, "assess"), claim("Nobody knows", "assess"), claim("\"Nobody here knows", "assess"),
        claim("The sun shone", "process"), claim(SIGH, "sigh"), { "kind": "meet" }, "no claim",
        claim("Spain rejected the demand", "refuse"),
    ]);
    let server = Server::new(vec![says(json!({ "claims": claims.as_array().unwrap()[..7] }).to_string())]);
    let run = read(&folder, &server.url(), &[]).fine();
    let said = "5 of 7 drafted claims were not taken: 1 has no quote, 2 quotes do not stand in the text, 1 quote stands there more than once, 1 has no known kind";
    assert!(run.err.contains(said), "{}", run.err);
    assert!(run.err.contains("2 claims from the model: 1 taken, 1 there already"), "{}", run.err);
    // What the reader has already is there once.
    let server = Server::new(vec![says(json!([claims[8]]).to_string())]);
    let run = read(&folder, &server.url(), &[]).fine();
    assert!(run.err.contains("1 claim from the model: 0 taken, 1 there already"), "{}", run.err);
    assert_eq!(folder.read("talks/claims.toml"), alone());
}

#[test]
fn whatever_goes_wrong_the_built_in_draft_stands() {
    let refusal = json!({ "finish_reason": "stop", "message": { "role": "assistant", "content": null, "refusal": "I will not." } });
    let cut = json!({ "finish_reason": "length", "message": { "role": "assistant", "content": "{\"claims\": [{" } });
    let html = "<html>Welcome</html>".to_owned();
    let error = json!({ "error": { "message": "no model\nof that name" } }).to_string();
    let cases = [
        (Does::Answers(500, "text/html", html.clone()), "the server answered with status 500"),
        (Does::Answers(404, "application/json", error), "status 404: no model of that name"),
        (Does::Answers(200, "text/html", html), "none of the OpenAI chat protocol"),
        (Does::Answers(200, "application/json", "{}".to_owned()), "none of the OpenAI chat protocol"),
        (Does::Answers(200, "application/json", String::new()), "none of the OpenAI chat protocol"),
        (Does::Answers(307, "text/html", String::new()), "sends on to another address"),
        (Does::Sends(b"\x00\xff\x13garbage\r\n\r\n".to_vec()), "no help from the model"),
        (Does::Sends(Vec::new()), "no help from the model"),
        (
            Does::Sends(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nno\r\n".to_vec()),
            "no help from the model",
        ),
        (Does::Sends(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".to_vec()), "none of the OpenAI chat protocol"),
        (Does::Floods("{\"choices\": [], "), "the answer is larger than 4 MB"),
        (Does::Drips, "no answer within 1 seconds"),
        (Does::Hangs, "no answer within 1 seconds"),
        (
            says("I am sorry, but I cannot help with that."),
            "has no claims in JSON: “I am sorry, but I cannot help with that.”",
        ),
        (says(""), "the answer is empty"),
        (chooses(&refusal), "the model declined: I will not."),
        (chooses(&cut), "the answer was cut off"),
    ];
    let alone = alone();
    let folder = Folder::new("model-wrong");
    for (does, said) in cases {
        let server = Server::new(vec![does]);
        let start = Instant::now();
        let run = read(&folder, &server.url(), &["--model-timeout", "1"]).fine();
        assert!(start.elapsed() < Duration::from_secs(20), "{said}");
        assert!(
            run.err.contains("warning: no help from the model test-7b") && run.err.contains(said),
            "{said}: {}",
            run.err
        );
        assert!(run.err.contains("the built-in draft stands"), "{said}: {}", run.err);
        assert_eq!(folder.read("talks/claims.toml"), alone, "{said}");
    }
    // A port that nobody listens on: it was free a moment ago.
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let run = read(&folder, &format!("http://127.0.0.1:{free}"), &[]).fine();
    assert!(
        run.err.contains("the server cannot be reached: connection refused; the built-in draft stands"),
        "{}",
        run.err
    );
    assert_eq!(folder.read("talks/claims.toml"), alone);
}

#[test]
fn a_server_without_schemas_is_asked_without_one() {
    let folder = Folder::new("model-schema");
    let server = Server::new(vec![
        Does::Answers(400, "application/json", json!({ "error": "response_format is not supported" }).to_string()),
        says(json!({ "claims": [claim(SIGH, "assess")] }).to_string()),
    ]);
    let run = read(&folder, &server.url(), &[]).fine();
    assert!(run.err.contains("1 taken") && !run.err.contains("warning"), "{}", run.err);
    let requests = server.requests();
    assert!(requests.len() == 2 && requests[0].contains("response_format") && !requests[1].contains("response_format"));
}

#[test]
fn nothing_is_sent_elsewhere_unasked() {
    let folder = Folder::new("model-elsewhere");
    let said =
        read(&folder, "http://model.example/v1", &[]).refused("`http://model.example/v1` is not on this machine").err;
    assert!(said.contains("--model-remote"), "{said}");
    read(&folder, "localhost:8080", &[]).refused("is no address of a model's server");
    read(&folder, "https://localhost", &[]).refused("without https");
    folder.run(&["read", "news.txt", "--model-remote"]).refused("--model");
    // A server that sends on is not followed, not even on this machine.
    let other = Server::new(vec![says("{\"claims\": []}")]);
    let moved = format!("HTTP/1.1 307 X\r\nLocation: {}/v1/chat/completions\r\nContent-Length: 0\r\n\r\n", other.url());
    read(&folder, &Server::new(vec![Does::Sends(moved.into_bytes())]).url(), &[]).fine();
    assert_eq!(other.requests(), [""; 0]);
}

#[test]
fn the_key_is_sent_and_never_shown() {
    let folder = Folder::new("model-key");
    folder.write("news.txt", NEWS);
    let key = "sk-not-to-be-seen";
    let server = Server::new(vec![Does::Answers(
        401,
        "application/json",
        json!({ "error": { "message": format!("wrong key {key}") } }).to_string(),
    )]);
    let mut command = command();
    command.env("ARMISTICE_MODEL_KEY", key).current_dir(folder.path());
    let run = finish(command.args(["read", "news.txt", "--into", "talks", "--model", &server.url(), "m"])).fine();
    assert!(server.requests()[0].contains(&format!("Authorization: Bearer {key}")));
    assert!(run.err.contains("status 401: wrong key …"), "{}", run.err);
    assert!(![&run.out, &run.err, &folder.read("talks/claims.toml")].iter().any(|text| text.contains(key)));
}

#[test]
fn a_long_text_goes_in_pieces_and_troubles_do_not_stop_it_at_once() {
    let folder = Folder::new("model-long");
    let paragraph = |n: usize| format!("{n}. {}\n\n", "The sun shone on the border once more. ".repeat(40));
    let text: String = (0..12).map(paragraph).collect::<String>() + NEWS;
    folder.write("long.txt", &text);
    let server = Server::new(vec![says("no"), says(json!({ "claims": [claim(SIGH, "assess")] }).to_string())]);
    let run = folder.run(&["read", "long.txt", "--into", "talks", "--model", &server.url(), "m"]).fine();
    let pieces = server.requests().len();
    assert!(pieces >= 4, "{pieces}");
    assert!(run.err.contains(&format!("{} of {pieces} pieces went through", pieces - 1)), "{}", run.err);
    // All pieces but the first give the same quote; its only place is in the last.
    assert_eq!(folder.read("talks/claims.toml").matches("by = \"model m\"").count(), 1);
}
