//! The language server. It keeps the open documents, asks [`crate::ide`] and translates; whatever it knows about rules
//! it knows from there.
//!
//! A new feature is a file under `ide/` and an entry in `dispatch::FEATURES`.

mod dispatch;
mod documents;
mod from_proto;
mod guard;
mod home;
mod main_loop;
mod overlay;
mod project;
mod state;
mod to_proto;
mod uri;

pub use documents::{Change, Document, DocumentKind, Documents};
pub use guard::{Failure, answer};
pub use uri::{from_path, to_path};

use lsp_server::Connection;

use crate::ruleset::Date;

/// Serves one client over `connection` until it says `exit` or is gone. Returns the exit code of the process: 0 where
/// `shutdown` came before `exit`, 1 otherwise. `today` tells the day, which decides which waivers have expired.
#[must_use]
pub fn serve(connection: Connection, today: fn() -> Date) -> u8 {
    main_loop::serve(&connection, today)
}

/// Serves the client on standard input and output. Returns the exit code of the process, see [`serve`].
#[must_use]
pub fn run(today: fn() -> Date) -> u8 {
    let (connection, threads) = Connection::stdio();
    let code = serve(connection, today);
    // The reader may wait for input that never comes, unless the client said `exit`.
    if code == 0 && threads.join().is_err() {
        return 1;
    }
    code
}
