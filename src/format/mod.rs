//! The formatter of rule text.
