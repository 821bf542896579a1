//! Life cycle, errors, encodings.

use lsp_server::RequestId;
use serde_json::{Value, json};

use super::client::Client;

#[test]
fn the_encoding_is_the_first_wish_that_is_known() {
    let cases: [(&[&str], &str); 6] = [
        (&[], "utf-16"),
        (&["utf-8"], "utf-8"),
        (&["utf-32", "utf-8"], "utf-32"),
        (&["utf-16", "utf-8"], "utf-16"),
        (&["utf-7", "utf-8", "utf-16"], "utf-8"),
        (&["utf-7"], "utf-16"),
    ];
    for (wishes, expected) in cases {
        let (client, initialised) = Client::start(wishes);
        let capabilities = &initialised["capabilities"];
        assert_eq!(capabilities["positionEncoding"], expected, "{wishes:?}");
        for provider in [
            "hoverProvider",
            "definitionProvider",
            "documentSymbolProvider",
            "documentFormattingProvider",
        ] {
            assert_eq!(capabilities[provider], true, "{provider}");
        }
        assert_eq!(client.stop(), 0);
    }
}

#[test]
fn exit_codes() {
    let (client, _) = Client::start(&[]);
    assert_eq!(client.exit(), 1, "exit without shutdown");
    assert_eq!(Client::connect().exit(), 1, "exit before initialize");
}

#[test]
fn errors_are_answered_and_the_server_goes_on() {
    let mut early = Client::connect();
    let refused = early.request("textDocument/hover", json!({}));
    assert_eq!(refused["error"]["code"], -32002, "before initialize");

    let (mut client, _) = Client::start(&[]);
    let cases = [
        ("textDocument/unheardOf", json!({}), -32601),
        ("textDocument/hover", json!({ "textDocument": 7 }), -32602),
        ("textDocument/formatting", Value::Null, -32602),
    ];
    for (method, params, code) in cases {
        let response = client.request(method, params);
        assert_eq!(response["error"]["code"], code, "{method}: {response}");
    }
    client.notify("textDocument/didChange", json!({ "nonsense": true }));
    client.notify("$/unheardOf", json!({}));
    client.change("file:///never/opened.gj", 3, json!([{ "text": "" }]));
    assert_eq!(
        client.at("textDocument/hover", "file:///never/opened.gj", (0, 0)),
        Value::Null
    );
    let shutdown = client.request("shutdown", Value::Null);
    assert_eq!(shutdown.get("result"), Some(&Value::Null), "{shutdown}");
    let refused = client.request("textDocument/hover", json!({}));
    assert_eq!(refused["error"]["code"], -32600, "after shutdown");
    assert_eq!(client.exit(), 0);
}

#[test]
fn a_cancelled_request_is_refused_if_it_waits() {
    let (mut client, _) = Client::start(&[]);
    let ids: Vec<RequestId> = (0..50)
        .map(|_| client.send_request("textDocument/documentSymbol", json!({ "textDocument": { "uri": "a" } })))
        .collect();
    for id in &ids {
        client.notify("$/cancelRequest", json!({ "id": serde_json::to_value(id).unwrap() }));
    }
    // Each is answered once, whether the cancellation came in time or not.
    for id in &ids {
        let response = client.response(id);
        let cancelled = response["error"]["code"] == -32800;
        assert!(cancelled || response["result"].is_null(), "{response}");
    }
    assert_eq!(client.stop(), 0);
}

#[test]
fn a_panic_in_a_handler_is_an_internal_error() {
    let response = gouji::lsp::answer(RequestId::from(1), || panic!("a bug, made on purpose"));
    let error = response.response_result.unwrap_err();
    assert_eq!(error.code, -32603);
    assert!(error.message.contains("服务继续运行"), "{}", error.message);
}
