//! Finds the containers of a broken text in which nothing is wrong, so that the search need not look into them.

use crate::token::{Bracket, Token};

use super::grammar::{Item, State, item, step};

/// For each opening bracket of a container in which nothing is wrong the place of the closing one, else 0.
pub(super) fn sound_blocks(text: &str, tokens: &[Token], start: usize, guided: bool) -> Vec<usize> {
    struct Open {
        at: usize,
        bracket: Bracket,
        state: State,
        sound: bool,
        /// Where it stands a container belongs.
        expected: bool,
        /// The last container in it that was taken as a whole.
        last_block: usize,
    }
    let mut blocks = vec![0; tokens.len()];
    let mut stack: Vec<Open> = Vec::new();
    // Brackets below this height are known to be wrong somewhere.
    let mut unsound = 0;
    for at in start..tokens.len() {
        let token = &tokens[at];
        match item(text, tokens, at) {
            Item::Close(bracket) => {
                let Some(top) = stack.pop() else { continue };
                let opener = &tokens[top.at];
                let placed = !guided || opener.line == token.line || opener.indent == token.indent;
                let complete = matches!(top.state, State::Start | State::Value);
                if top.bracket != bracket {
                    // One of the two is wrong; which one is not decided here.
                    if stack.last().is_some_and(|below| below.bracket == bracket) {
                        stack.pop();
                    } else {
                        stack.push(top);
                    }
                    unsound = stack.len();
                } else if top.sound && complete && placed && stack.len() >= unsound {
                    if top.expected {
                        blocks[top.at] = at;
                        if let Some(below) = stack.last_mut() {
                            below.last_block = top.at;
                        }
                    }
                } else if let Some(below) = stack.last_mut() {
                    below.sound = false;
                }
                unsound = unsound.min(stack.len());
            }
            other => {
                let Some(top) = stack.last_mut() else {
                    if let Item::Open(bracket) = other {
                        stack.push(Open {
                            at,
                            bracket,
                            state: State::Start,
                            sound: true,
                            expected: true,
                            last_block: 0,
                        });
                    }
                    continue;
                };
                let opener = &tokens[top.at];
                let (state, price) = step(Some(top.bracket), top.state, other);
                let placed = !guided || !token.first || opener.line == token.line || token.indent > opener.indent;
                let is_twice =
                    other == Item::Open(Bracket::Square) && (top.bracket, top.state) == (Bracket::Square, State::Start);
                let expected = price == 0 && placed && !is_twice;
                if price > 0 && top.state == State::Value {
                    // What follows does not belong there: perhaps the container before it does not end there.
                    blocks[top.last_block] = 0;
                }
                top.sound &= expected;
                top.state = state;
                if let Item::Open(bracket) = other {
                    stack.push(Open { at, bracket, state: State::Start, sound: true, expected, last_block: 0 });
                }
            }
        }
    }
    // The outermost bracket is never taken as a whole: what follows it may belong to it.
    if let Some(first) = blocks.get_mut(start) {
        *first = 0;
    }
    blocks
}
