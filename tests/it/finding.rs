//! Findings from outcomes.
