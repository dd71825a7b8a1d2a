//! Conversions of real files: they never fail, fit their schema, and come back.
