//! The language server, driven by a client.

mod client;
mod documents;
mod hostile;
mod life;
mod process;
mod project;
mod report;
mod rules;
mod speed;
mod uri;
