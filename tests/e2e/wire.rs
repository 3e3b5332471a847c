//! How the tests speak to WebKitWebDriver: one HTTP/1.1 request per connection, to this computer only.
//!
//! thirtyfour would bring reqwest for this. A client of our own keeps every HTTP library out of the lock file, so that
//! "nothing here can reach a network" stays a plain search.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use thirtyfour::error::{WebDriverError, WebDriverResult};
use thirtyfour::session::http::{Body, HttpClient};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// No answer of a driver on the same computer takes longer, even while it starts an app on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Wire;

#[async_trait::async_trait]
impl HttpClient for Wire {
    async fn send(&self, request: Request<Body<'_>>) -> WebDriverResult<Response<Bytes>> {
        let (parts, body) = request.into_parts();
        let host = parts.uri.host().unwrap_or("127.0.0.1").to_owned();
        let port = parts.uri.port_u16().unwrap_or(80);
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let body = match body {
            Body::Empty => String::new(),
            Body::Json(json) => json.to_string(),
        };
        let asked = format!(
            "{} {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\nAccept: application/json\r\n\
             Content-Type: application/json;charset=UTF-8\r\nContent-Length: {}\r\n\r\n{body}",
            parts.method,
            body.len()
        );
        tokio::time::timeout(PATIENCE, exchange(&host, port, asked))
            .await
            .map_err(|_| {
                failed(format!(
                    "{} {path}: no answer in {PATIENCE:?}",
                    parts.method
                ))
            })?
    }

    async fn new(&self) -> Arc<dyn HttpClient> {
        Arc::new(Wire)
    }
}

async fn exchange(host: &str, port: u16, request: String) -> WebDriverResult<Response<Bytes>> {
    let broken = |error: std::io::Error| failed(format!("the driver hung up: {error}"));
    let mut stream = TcpStream::connect((host, port)).await.map_err(broken)?;
    stream.write_all(request.as_bytes()).await.map_err(broken)?;
    let mut received = Vec::new();
    let mut buffer = [0_u8; 16 * 1024];
    loop {
        // The driver keeps connections open although it was asked to close them, so the length decides.
        if let Some(answer) = whole_answer(&received)? {
            return Ok(answer);
        }
        match stream.read(&mut buffer).await.map_err(broken)? {
            0 => {
                return Err(failed(
                    "the driver hung up in the middle of an answer".to_owned(),
                ));
            }
            n => received.extend_from_slice(&buffer[..n]),
        }
    }
}

fn whole_answer(received: &[u8]) -> WebDriverResult<Option<Response<Bytes>>> {
    let Some(end) = received.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = String::from_utf8_lossy(&received[..end]);
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .and_then(|code| code.parse::<u16>().ok());
    let length = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse::<usize>().ok());
    let (Some(status), Some(length)) = (status, length) else {
        return Err(failed(format!("not an answer of a driver: {head}")));
    };
    let body = &received[end + 4..];
    if body.len() < length {
        return Ok(None);
    }
    let answer = Response::builder()
        .status(status)
        .body(Bytes::copy_from_slice(&body[..length]));
    answer.map(Some).map_err(|error| failed(error.to_string()))
}

fn failed(reason: String) -> WebDriverError {
    WebDriverError::RequestFailed(reason)
}
