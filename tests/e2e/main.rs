//! End to end: the built program, over the protocol and on the command line.

mod account;
mod cli;
mod parity;
mod protocol;
