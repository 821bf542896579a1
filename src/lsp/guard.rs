//! Between the wire and the handlers: parameters in, answers out, and no panic through.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lsp_server::{ErrorCode, RequestId, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Why a request has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// A code of JSON-RPC or of the protocol.
    pub code: i32,
    /// What to tell the client.
    pub message: String,
}

impl Failure {
    fn new(code: ErrorCode, message: String) -> Self {
        Self {
            code: code as i32,
            message,
        }
    }
}

/// The parameters of a message.
///
/// # Errors
/// Where they aren't what the method takes.
pub fn parameters<T: DeserializeOwned>(params: Value) -> Result<T, Failure> {
    serde_json::from_value(params).map_err(|error| Failure::new(ErrorCode::InvalidParams, format!("参数不对:{error}")))
}

/// An answer as JSON.
///
/// # Errors
/// Where it can't be written as JSON.
pub fn json<T: Serialize>(answer: T) -> Result<Value, Failure> {
    serde_json::to_value(answer).map_err(|error| Failure::new(ErrorCode::InternalError, format!("内部错误:{error}")))
}

/// What `work` returns; a panic inside becomes an internal error.
///
/// # Errors
/// Those of `work`, and a panic.
pub fn guarded<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    // The state is a text store and caches of it: no half-done change of it can do harm beyond a wrong answer.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Failure::new(
            ErrorCode::InternalError,
            "内部错误:处理这个请求时出了意外,服务继续运行".into(),
        ))
    })
}

/// The response to the request `id`, made by `handle`.
#[must_use]
pub fn answer(id: RequestId, handle: impl FnOnce() -> Result<Value, Failure>) -> Response {
    match guarded(handle) {
        Ok(result) => Response::new_ok(id, result),
        Err(failure) => Response::new_err(id, failure.code, failure.message),
    }
}
