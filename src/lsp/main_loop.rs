//! Receives messages one by one, and publishes diagnostics when none is waiting.

use std::collections::{BTreeSet, HashSet};
use std::time::{Duration, Instant};

use gen_lsp_types as lsp;
use gen_lsp_types::{Notification as _, Request as _};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde_json::Value;

use super::dispatch;
use super::from_proto;
use super::guard::{self, Failure};
use super::state::State;
use super::to_proto;
use crate::ruleset::Date;

/// How long the client must have been silent before diagnostics are computed, so that a burst of key strokes is
/// answered once.
const QUIET: Duration = Duration::from_millis(10);

/// After this long diagnostics are computed even if the client never falls silent.
const PATIENCE: Duration = Duration::from_millis(300);

/// Serves one client from `initialize` to `exit`. Returns the exit code: 0 where `shutdown` came before `exit`, else 1.
pub fn serve(connection: &Connection, today: fn() -> Date) -> u8 {
    let Ok((id, parameters)) = connection.initialize_start() else {
        return 1;
    };
    let encoding = from_proto::encoding(&parameters);
    let mut capabilities = to_proto::capabilities(encoding);
    for feature in dispatch::FEATURES {
        (feature.announce)(&mut capabilities);
    }
    let result = lsp::InitializeResult {
        capabilities,
        server_info: Some(lsp::ServerInfo {
            name: "gouji".into(),
            version: Some(env!("CARGO_PKG_VERSION").into()),
        }),
    };
    let mut main = Main {
        connection,
        state: State::new(encoding, today),
        cancelled: HashSet::new(),
        published: BTreeSet::new(),
        dirty_since: None,
        shut_down: false,
    };
    main.send(guard::answer(id, || guard::json(result)));
    main.run()
}

struct Main<'a> {
    connection: &'a Connection,
    state: State,
    /// Requests cancelled before they were reached.
    cancelled: HashSet<RequestId>,
    /// The documents for which diagnostics stand in the client.
    published: BTreeSet<String>,
    /// When the first change came that diagnostics don't know of yet.
    dirty_since: Option<Instant>,
    shut_down: bool,
}

impl Main<'_> {
    fn run(&mut self) -> u8 {
        // Messages are taken in batches, so that a cancellation reaches its request and diagnostics wait for silence.
        while let Some(batch) = self.next_batch() {
            for message in &batch {
                self.note_cancellation(message);
            }
            for message in batch {
                match message {
                    Message::Request(request) => self.request(request),
                    Message::Notification(notification) if notification.method == exit_method() => {
                        return u8::from(!self.shut_down);
                    }
                    Message::Notification(notification) => self.notification(notification),
                    // The server asks the client for nothing.
                    Message::Response(_) => {}
                }
            }
            self.cancelled.clear();
        }
        1
    }

    /// What has arrived. While diagnostics are due, silence makes them; otherwise this waits. `None` where the client
    /// is gone.
    fn next_batch(&mut self) -> Option<Vec<Message>> {
        let receiver = &self.connection.receiver;
        let first = loop {
            let Some(since) = self.dirty_since else {
                break receiver.recv().ok()?;
            };
            match receiver.recv_timeout(QUIET) {
                Ok(message) if since.elapsed() < PATIENCE => break message,
                Ok(message) => {
                    self.publish();
                    break message;
                }
                Err(error) if error.is_timeout() => self.publish(),
                Err(_) => return None,
            }
        };
        let mut batch = vec![first];
        batch.extend(receiver.try_iter());
        Some(batch)
    }

    fn note_cancellation(&mut self, message: &Message) {
        if let Message::Notification(notification) = message
            && notification.method == lsp::CancelNotification::METHOD.as_str()
        {
            let id = notification.params.get("id").cloned().unwrap_or_default();
            self.cancelled.extend(serde_json::from_value::<RequestId>(id));
        }
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        if self.shut_down {
            return self.refuse(id, ErrorCode::InvalidRequest, "服务已经关闭");
        }
        if self.cancelled.contains(&id) {
            return self.refuse(id, ErrorCode::RequestCanceled, "请求已取消");
        }
        if method == lsp::ShutdownRequest::METHOD.as_str() {
            self.shut_down = true;
            return self.send(Response::new_ok(id, Value::Null));
        }
        let Some(feature) = dispatch::FEATURES.iter().find(|feature| feature.method == method) else {
            return self.refuse(id, ErrorCode::MethodNotFound, &format!("不支持的请求:{method}"));
        };
        let state = &mut self.state;
        let response = guard::answer(id, || (feature.handle)(state, params));
        self.send(response);
    }

    fn refuse(&self, id: RequestId, code: ErrorCode, message: &str) {
        self.send(Response::new_err(id, code as i32, message.to_owned()));
    }

    fn notification(&mut self, notification: Notification) {
        let state = &mut self.state;
        // A notification has no answer, so one that can't be read is left.
        let changed = guard::guarded(|| apply(state, notification)).unwrap_or_default();
        if changed && self.dirty_since.is_none() {
            self.dirty_since = Some(Instant::now());
        }
    }

    /// Sends the diagnostics of all open documents, and clears those of closed ones.
    fn publish(&mut self) {
        self.dirty_since = None;
        let state = &mut self.state;
        let messages = guard::guarded(|| Ok(state.diagnostics())).unwrap_or_default();
        let mut current = BTreeSet::new();
        for message in messages {
            current.insert(message.uri.0.clone());
            self.notify(message);
        }
        let closed: Vec<String> = self.published.difference(&current).cloned().collect();
        for uri in closed {
            self.notify(lsp::PublishDiagnosticsParams {
                uri: lsp::Uri(uri),
                version: None,
                diagnostics: Vec::new(),
            });
        }
        self.published = current;
    }

    fn notify(&self, message: lsp::PublishDiagnosticsParams) {
        if let Ok(params) = guard::json(message) {
            self.send(Notification {
                method: lsp::PublishDiagnosticsNotification::METHOD.as_str().to_owned(),
                params,
            });
        }
    }

    /// Sends; a client that is gone is noticed where messages are received.
    fn send(&self, message: impl Into<Message>) {
        let _ = self.connection.sender.send(message.into());
    }
}

fn exit_method() -> &'static str {
    lsp::ExitNotification::METHOD.as_str()
}

/// Takes a notification into the state. Returns whether diagnostics may have changed.
fn apply(state: &mut State, notification: Notification) -> Result<bool, Failure> {
    let Notification { method, params } = notification;
    let is = |known: lsp::LspNotificationMethod<'_>| known.as_str() == method;
    if is(lsp::DidOpenTextDocumentNotification::METHOD) {
        let opened: lsp::DidOpenTextDocumentParams = guard::parameters(params)?;
        let document = opened.text_document;
        let language = String::from(document.language_id);
        state.open(document.uri.0, &language, document.version, document.text);
    } else if is(lsp::DidChangeTextDocumentNotification::METHOD) {
        let changed: lsp::DidChangeTextDocumentParams = guard::parameters(params)?;
        let lsp::VersionedTextDocumentIdentifier {
            version,
            text_document_identifier,
        } = changed.text_document;
        let changes = changed.content_changes.into_iter().map(from_proto::change).collect();
        state.change(&text_document_identifier.uri.0, version, changes);
    } else if is(lsp::DidCloseTextDocumentNotification::METHOD) {
        let closed: lsp::DidCloseTextDocumentParams = guard::parameters(params)?;
        state.close(&closed.text_document.uri.0);
    } else if is(lsp::DidSaveTextDocumentNotification::METHOD) || is(lsp::DidChangeWatchedFilesNotification::METHOD) {
        state.forget();
    } else {
        return Ok(false);
    }
    Ok(true)
}
