//! Where a model is asked: the address, and whether it is on this machine.

use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs};
use std::time::Duration;

use crate::failure::Failure;

/// Seconds a server may take to take up a connection.
const CONNECT: u64 = 5;

/// The path of the chat completions in the protocol.
const COMPLETIONS: &str = "/v1/chat/completions";

/// The address of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Endpoint {
    secure: bool,
    host: String,
    port: u16,
    path: String,
}

impl Endpoint {
    /// Reads an address such as `http://localhost:8080`, with or without `/v1` or the whole path.
    pub(super) fn parse(url: &str) -> Result<Self, Failure> {
        let wrong = |why: &str| {
            Failure::input(format!("`{url}` is no address of a model's server: {why}"))
                .help("give it as `http://localhost:8080`, say")
        };
        let (secure, rest) = match url.split_once("://") {
            Some(("http", rest)) => (false, rest),
            Some(("https", rest)) => (true, rest),
            _ => return Err(wrong("it begins with neither `http://` nor `https://`")),
        };
        if secure && !cfg!(feature = "https") {
            return Err(Failure::input(
                "this `armistice` was built without https, which servers on this machine do without",
            )
            .help("build it with `cargo install --path crates/armistice-cli --features https`"));
        }
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if authority.contains(['@', '[', '?', '#', '\\']) || path.contains(['?', '#']) {
            return Err(wrong("it has more than a host, a port and a path; an IPv6 host goes by its name"));
        }
        let (host, port) = authority.split_once(':').unwrap_or((authority, if secure { "443" } else { "80" }));
        let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if host.is_empty() || !host.chars().all(letters) {
            return Err(wrong("it has no host"));
        }
        let port = port.parse().ok().filter(|&port| port > 0).ok_or_else(|| wrong("its port is no number"))?;
        if !path.chars().all(|c| letters(c) || matches!(c, '/' | '~' | '%')) {
            return Err(wrong("its path has letters that no address has"));
        }
        let base = path.trim_end_matches('/');
        let base = base.strip_suffix(COMPLETIONS).or_else(|| base.strip_suffix("/v1")).unwrap_or(base);
        Ok(Self { secure, host: host.to_lowercase(), port, path: format!("{base}{COMPLETIONS}") })
    }

    /// Whether it is on this machine: `localhost`, or an address of the loopback.
    pub(super) fn is_local(&self) -> bool {
        self.host == "localhost" || self.host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }

    /// Whether what is sent can be read on the way.
    pub(super) fn is_open(&self) -> bool {
        !self.secure && !self.is_local()
    }

    /// The whole address.
    pub(super) fn url(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        format!("{scheme}://{}:{}{}", self.host, self.port, self.path)
    }

    /// Whether somebody answers there, found out before anything is sent.
    pub(super) fn answers(&self) -> Result<(), std::io::Error> {
        let addresses: Vec<SocketAddr> = (self.host.as_str(), self.port).to_socket_addrs()?.collect();
        let mut last = std::io::Error::from(std::io::ErrorKind::AddrNotAvailable);
        for address in addresses {
            match TcpStream::connect_timeout(&address, Duration::from_secs(CONNECT)) {
                Ok(_) => return Ok(()),
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_chat_completions() {
        for (given, url) in [
            ("http://localhost:8080", "http://localhost:8080/v1/chat/completions"),
            ("http://localhost:8080/", "http://localhost:8080/v1/chat/completions"),
            ("http://LocalHost:11434/v1", "http://localhost:11434/v1/chat/completions"),
            ("http://127.0.0.1:1/v1/chat/completions", "http://127.0.0.1:1/v1/chat/completions"),
            ("http://box/llm/v1/", "http://box:80/llm/v1/chat/completions"),
        ] {
            assert_eq!(Endpoint::parse(given).unwrap().url(), url);
        }
        for wrong in [
            "localhost:8080",
            "ftp://localhost",
            "http://",
            "http://:80",
            "http://localhost@evil.example",
            "http://localhost:0",
            "http://localhost:x",
            "http://[::1]:80",
            "http://localhost?x",
            "http://localhost\\@evil.example",
            "http://localhost/\r\nX: y",
            "http://a b",
        ] {
            assert!(Endpoint::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_this_machine_is_local() {
        let local = |url: &str| Endpoint::parse(url).unwrap().is_local();
        assert!(local("http://localhost:1") && local("http://127.0.0.1") && local("http://127.9.9.9:80"));
        for other in [
            "http://localhost.example",
            "http://10.0.0.1",
            "http://0.0.0.0",
            "http://127.0.0.1.example",
            "http://mylocalhost",
        ] {
            assert!(!local(other), "{other}");
        }
    }
}
