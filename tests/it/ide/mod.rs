//! Editor features, without an editor.

mod broken;
mod definition;
mod fixture;
mod hover;
mod outline;
mod vscode;
