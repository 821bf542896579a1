//! A client in memory.

use std::thread::JoinHandle;
use std::time::Duration;

use gouji::ruleset::Date;
use lsp_server::{Connection, Message, Notification, Request, RequestId};
use serde_json::{Value, json};

/// A server in a thread and a connection to it.
pub struct Client {
    connection: Connection,
    server: Option<JoinHandle<u8>>,
    next: i32,
    /// `publishDiagnostics` in the order received and not yet asked for.
    published: Vec<Value>,
}

pub fn today() -> Date {
    Date {
        year: 2025,
        month: 6,
        day: 30,
    }
}

impl Client {
    /// A client that wishes for these encodings (none: says nothing), and what the server answered.
    pub fn start(encodings: &[&str]) -> (Self, Value) {
        let mut client = Self::connect();
        let general = match encodings {
            [] => json!({}),
            _ => json!({ "positionEncodings": encodings }),
        };
        let parameters = json!({ "processId": null, "rootUri": null, "capabilities": { "general": general } });
        let initialised = client.request("initialize", parameters);
        client.notify("initialized", json!({}));
        (client, initialised["result"].clone())
    }

    pub fn connect() -> Self {
        let (connection, other) = Connection::memory();
        let server = std::thread::spawn(move || gouji::lsp::serve(other, today));
        Self {
            connection,
            server: Some(server),
            next: 0,
            published: Vec::new(),
        }
    }

    /// Sends a request and waits for its response, as JSON.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.send_request(method, params);
        self.response(&id)
    }

    pub fn send_request(&mut self, method: &str, params: Value) -> RequestId {
        self.next += 1;
        let id = RequestId::from(self.next);
        let request = Request::new(id.clone(), method.into(), params);
        self.connection.sender.send(request.into()).unwrap();
        id
    }

    pub fn response(&mut self, id: &RequestId) -> Value {
        loop {
            match self.receive() {
                Message::Response(response) if response.id == *id => return serde_json::to_value(response).unwrap(),
                Message::Notification(notification) => self.published.push(notification.params),
                other => panic!("unexpected {other:?}"),
            }
        }
    }

    pub fn notify(&self, method: &str, params: Value) {
        let notification = Notification {
            method: method.into(),
            params,
        };
        self.connection.sender.send(notification.into()).unwrap();
    }

    fn receive(&self) -> Message {
        self.connection.receiver.recv_timeout(Duration::from_secs(60)).unwrap()
    }

    pub fn open(&self, uri: &str, text: &str) {
        self.open_as(uri, "gouji", text);
    }

    pub fn open_as(&self, uri: &str, language: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub fn close(&self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    pub fn change(&self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": changes }),
        );
    }

    /// The next publication for `uri`: version and diagnostics.
    pub fn published(&mut self, uri: &str) -> Value {
        loop {
            if let Some(at) = self.published.iter().position(|message| message["uri"] == uri) {
                return self.published.remove(at);
            }
            match self.receive() {
                Message::Notification(notification) => self.published.push(notification.params),
                other => panic!("unexpected {other:?}"),
            }
        }
    }

    /// The diagnostics of `uri` at `version`; earlier ones are passed over.
    pub fn diagnostics(&mut self, uri: &str, version: i32) -> Vec<Value> {
        loop {
            let message = self.published(uri);
            if message["version"] == version {
                return message["diagnostics"].as_array().unwrap().clone();
            }
        }
    }

    /// Asks `method` about a position.
    pub fn at(&mut self, method: &str, uri: &str, (line, character): (u32, u32)) -> Value {
        let position = json!({ "line": line, "character": character });
        let response = self.request(method, json!({ "textDocument": { "uri": uri }, "position": position }));
        assert!(response.get("error").is_none(), "{response}");
        response["result"].clone()
    }

    /// Asks for formatting.
    pub fn format(&mut self, uri: &str) -> Value {
        let options = json!({ "tabSize": 4, "insertSpaces": true });
        let response = self.request(
            "textDocument/formatting",
            json!({ "textDocument": { "uri": uri }, "options": options }),
        );
        assert!(response.get("error").is_none(), "{response}");
        response["result"].clone()
    }

    /// Asks for the outline.
    pub fn symbols(&mut self, uri: &str) -> Value {
        let response = self.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
        assert!(response.get("error").is_none(), "{response}");
        response["result"].clone()
    }

    /// Ends the session and returns the exit code.
    pub fn stop(mut self) -> u8 {
        let response = self.request("shutdown", Value::Null);
        assert!(response.get("error").is_none(), "{response}");
        self.exit()
    }

    /// Says `exit` and returns the exit code.
    pub fn exit(mut self) -> u8 {
        self.notify("exit", Value::Null);
        self.server.take().unwrap().join().unwrap()
    }
}
