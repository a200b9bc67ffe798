//! Asking a model, and everything that may go wrong with that.

use std::fmt;
use std::io::{self, Read};

use serde_json::{Value, json};

use super::endpoint::Endpoint;

/// Bytes an answer may have.
const LARGEST: u64 = 4 << 20;
/// Bytes the headers of an answer may have.
const HEADERS: usize = 64 << 10;
/// Letters of a server's own words that are repeated.
const REPEATED: usize = 200;
/// Tokens of an answer. Claims are short; a model that does not find an end is stopped.
const TOKENS: u64 = 8_192;

/// What is said to the model before the text.
const PROMPT: &str = include_str!("prompt.txt");

/// A model and how to ask it.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) endpoint: Endpoint,
    pub(super) name: String,
    /// Goes into a header, and nowhere else.
    pub(super) key: Option<Key>,
    /// Seconds for one answer.
    pub(super) seconds: u64,
    /// Whether the server takes a schema for the answer; found out by asking.
    pub(super) takes_schema: bool,
}

/// A key. It is never shown.
pub(super) struct Key(pub(super) String);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Why there is no answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Nobody is there, or the connection broke: why.
    Unreachable(String),
    /// It took longer than this many seconds.
    Late(u64),
    /// The server said so: the status and its own words.
    Status(u16, String),
    /// The server sends elsewhere; nothing is sent there.
    Elsewhere,
    /// More than is taken.
    TooLarge,
    /// No answer of the protocol.
    NotTheProtocol,
    /// The model said nothing.
    Empty,
    /// The model declined.
    Refused(String),
    /// The model was cut off.
    CutOff,
    /// The model did not answer in JSON: how it began.
    NotJson(String),
}

impl Trouble {
    /// Whether it is of no use to go on asking.
    pub(super) fn is_final(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::Late(_) | Self::Elsewhere => true,
            // The key is wrong, the model is not there, or the server is out of order.
            Self::Status(status, _) => *status != 400 && *status != 413 && *status != 422,
            _ => false,
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(why) => write!(f, "the server cannot be reached: {why}"),
            Self::Late(seconds) => write!(f, "no answer within {seconds} seconds (--model-timeout gives it more)"),
            Self::Status(status, words) if words.is_empty() => write!(f, "the server answered with status {status}"),
            Self::Status(status, words) => write!(f, "the server answered with status {status}: {words}"),
            Self::Elsewhere => f.write_str("the server sends on to another address, and nothing is sent there"),
            Self::TooLarge => write!(f, "the answer is larger than {} MB", LARGEST >> 20),
            Self::NotTheProtocol => f.write_str("the answer is none of the OpenAI chat protocol"),
            Self::Empty => f.write_str("the answer is empty"),
            Self::Refused(words) => write!(f, "the model declined: {words}"),
            Self::CutOff => f.write_str("the answer was cut off"),
            Self::NotJson(words) => write!(f, "the answer has no claims in JSON: “{words}”"),
        }
    }
}

impl Model {
    /// What the model answers to a piece of text.
    pub(super) fn ask(&mut self, piece: &str) -> Result<String, Trouble> {
        let first = self.post(piece);
        match first {
            // Servers that know no schema say that the request is wrong.
            Err(Trouble::Status(400 | 404 | 415 | 422 | 500 | 501, _)) if self.takes_schema => {
                self.takes_schema = false;
                self.post(piece)
            }
            other => other,
        }
    }

    fn post(&self, piece: &str) -> Result<String, Trouble> {
        let mut body = json!({
            "model": self.name,
            "messages": [{ "role": "system", "content": PROMPT.trim() }, { "role": "user", "content": piece }],
            "temperature": 0,
            "max_tokens": TOKENS,
            "stream": false,
        });
        if self.takes_schema {
            body["response_format"] = json!({ "type": "json_schema", "json_schema": { "name": "claims", "strict": true, "schema": schema() } });
        }
        let mut request = minreq::post(self.endpoint.url())
            .with_header("Content-Type", "application/json")
            .with_header("Accept", "application/json")
            .with_body(body.to_string())
            .with_timeout(self.seconds)
            .with_follow_redirects(false)
            .with_max_headers_size(HEADERS)
            .with_max_status_line_length(HEADERS);
        if let Some(Key(key)) = &self.key {
            request = request.with_header("Authorization", format!("Bearer {key}"));
        }
        let mut response = request.send_lazy().map_err(|e| self.trouble(e))?;
        let mut bytes = Vec::new();
        response.by_ref().take(LARGEST + 1).read_to_end(&mut bytes).map_err(|e| self.late_or_broken(&e))?;
        if bytes.len() as u64 > LARGEST {
            return Err(Trouble::TooLarge);
        }
        let status = response.status_code;
        match status {
            200..=299 => said(&bytes),
            300..=399 => Err(Trouble::Elsewhere),
            _ => Err(Trouble::Status(status, self.words(&bytes))),
        }
    }

    fn trouble(&self, error: minreq::Error) -> Trouble {
        match error {
            minreq::Error::IoError(error) => self.late_or_broken(&error),
            minreq::Error::AddressNotFound => Trouble::Unreachable("its name is not known".to_owned()),
            _ => Trouble::NotTheProtocol,
        }
    }

    fn late_or_broken(&self, error: &io::Error) -> Trouble {
        match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Trouble::Late(self.seconds),
            // A length or a chunk that is none.
            io::ErrorKind::InvalidData | io::ErrorKind::Other => Trouble::NotTheProtocol,
            _ => Trouble::Unreachable(crate::failure::plain(error)),
        }
    }

    /// The server's own words on what is wrong, in short; some repeat the key.
    fn words(&self, bytes: &[u8]) -> String {
        let value: Value = serde_json::from_slice(bytes).unwrap_or_default();
        let error = value.get("error").unwrap_or(&value);
        let words = error.get("message").or(Some(error)).and_then(Value::as_str).unwrap_or_default();
        let words = match &self.key {
            Some(Key(key)) => words.replace(key.as_str(), "…"),
            None => words.to_owned(),
        };
        short(&words)
    }
}

/// Text in one line and not too long.
pub(super) fn short(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match flat.char_indices().nth(REPEATED) {
        Some((at, _)) => format!("{}…", flat.get(..at).unwrap_or_default()),
        None => flat,
    }
}

/// The model's words in an answer of the protocol.
fn said(bytes: &[u8]) -> Result<String, Trouble> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| Trouble::NotTheProtocol)?;
    let choice = value.get("choices").and_then(|c| c.get(0)).ok_or(Trouble::NotTheProtocol)?;
    let message = choice.get("message").ok_or(Trouble::NotTheProtocol)?;
    if let Some(refusal) = message.get("refusal").and_then(Value::as_str).filter(|r| !r.trim().is_empty()) {
        return Err(Trouble::Refused(short(refusal)));
    }
    let content = match message.get("content") {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => parts.iter().filter_map(|p| p.get("text").and_then(Value::as_str)).collect(),
        _ => String::new(),
    };
    let ended = choice.get("finish_reason").and_then(Value::as_str);
    match (content.trim(), ended) {
        (_, Some("content_filter")) => Err(Trouble::Refused("its filter stopped it".to_owned())),
        ("", _) => Err(Trouble::Empty),
        (_, Some("length")) => Err(Trouble::CutOff),
        _ => Ok(content),
    }
}

/// The JSON Schema of an answer.
fn schema() -> Value {
    use armistice::case::claims::{ClaimKind, ClaimStatus, Polarity};
    let kinds: Vec<&str> = ClaimKind::ALL.iter().map(|k| k.word()).collect();
    let polarities: Vec<&str> = Polarity::ALL.iter().map(|p| p.word()).collect();
    let statuses: Vec<&str> = ClaimStatus::ALL.iter().map(|s| s.word()).collect();
    let names = json!({ "type": "array", "items": { "type": "string" } });
    let fields = json!({
        "quote": { "type": "string" },
        "kind": { "type": "string", "enum": kinds },
        "speaker": names,
        "target": names,
        "issue": names,
        "content": { "type": "string" },
        "polarity": { "type": "string", "enum": polarities },
        "status": { "type": "string", "enum": statuses },
        "according_to": { "type": ["string", "null"] },
        "direct": { "type": "boolean" },
    });
    let required: Vec<&String> = fields.as_object().into_iter().flat_map(|f| f.keys()).collect();
    let claim = json!({ "type": "object", "properties": fields, "required": required, "additionalProperties": false });
    json!({
        "type": "object",
        "properties": { "claims": { "type": "array", "items": claim } },
        "required": ["claims"],
        "additionalProperties": false,
    })
}
