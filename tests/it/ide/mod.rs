//! Editor features, without an editor.

mod broken;
mod definition;
pub mod fixture;
mod hover;
mod outline;
mod references;
mod vscode;
