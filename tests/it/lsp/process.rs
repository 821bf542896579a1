//! The real program, over its standard input and output.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use super::project::Project;

struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Process {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gouji"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            input: child.stdin.take().unwrap(),
            output: BufReader::new(child.stdout.take().unwrap()),
            child,
        }
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        self.input.flush().unwrap();
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert_ne!(
                self.output.read_line(&mut line).unwrap(),
                0,
                "the server closed its output"
            );
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// The next message that `wanted` accepts.
    fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.receive();
            if wanted(&message) {
                return message;
            }
        }
    }
}

#[test]
fn a_session_from_initialize_to_exit() {
    let project = Project::new(&[("规则/规则集.gj", "规则集 试 { 年度 2024 }\n")]);
    let uri = project.uri("规则/表间.gj");
    let mut process = Process::start();
    process.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": {} } }));
    let initialised = process.wait(|message| message["id"] == 1);
    assert_eq!(initialised["result"]["serverInfo"]["name"], "gouji");
    process.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
    let document = json!({ "uri": uri, "languageId": "gouji", "version": 7, "text": "甲 \"𠮷\": 03.合计 > 0\n" });
    process.send(&json!({
        "jsonrpc": "2.0",
        "method": "textDocument/didOpen",
        "params": { "textDocument": document },
    }));
    let published = process.wait(|message| message["method"] == "textDocument/publishDiagnostics");
    assert_eq!(published["params"]["uri"], uri);
    assert_eq!(published["params"]["version"], 7);
    let diagnostics = published["params"]["diagnostics"].as_array().unwrap();
    assert_eq!(diagnostics[0]["range"]["start"]["character"], 8, "{diagnostics:?}");
    process.send(&json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" }));
    let shutdown = process.wait(|message| message["id"] == 2);
    assert_eq!(shutdown.get("result"), Some(&Value::Null));
    process.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(process.child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_client_that_vanishes_ends_the_server() {
    let mut process = Process::start();
    process.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": {} } }));
    process.wait(|message| message["id"] == 1);
    let Process { mut child, input, .. } = process;
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(1));
}
