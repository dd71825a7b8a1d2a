//! Decides which brackets of a broken text are missing, too much or of the wrong kind.
//!
//! Several readings of the text are followed side by side, each with its stack of brackets and its price. A reading
//! pays for every bracket it puts in, leaves out or changes, for what JSON does not allow at that place, and for lines
//! whose indentation contradicts its brackets. The cheapest one at the end is what was meant. Where nothing is wrong
//! with a container it counts as one value, so that the search sees only the neighbourhood of the mistakes.
//!
//! It decides only; `brackets` carries out and reports.

use crate::token::{Bracket, Token, TokenKind};

mod blocks;
mod grammar;

use blocks::sound_blocks;
use grammar::{Item, State, item, price, step, unfinished};

/// What is done at a token before it is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repair {
    /// The innermost bracket is closed before the token.
    InsertClose,
    /// A bracket is opened before the token.
    InsertOpen(Bracket),
    /// The bracket is left out.
    Drop,
    /// The bracket becomes one of the other kind.
    Change,
    /// The key, colon and bracket are there a second time behind it and are left out here.
    DropTwin,
}

/// So many readings are followed at once.
const WIDTH: usize = 12;
/// A reading that costs so much more than the cheapest is given up.
const MARGIN: u32 = 36;
/// In texts with more doubtful tokens only the cheapest reading is followed.
const MAX_ITEMS: usize = 50_000;

/// An open bracket of a reading. Readings share them.
#[derive(Clone, Copy)]
struct Frame {
    below: u32,
    /// `None` for the text itself.
    bracket: Option<Bracket>,
    line: u32,
    /// `None` where it is not known.
    indent: Option<u32>,
    /// What the container below waits for when this one is closed.
    then: State,
}

#[derive(Clone, Copy)]
struct Reading {
    price: u32,
    frame: u32,
    state: State,
    /// Its last repair.
    trail: u32,
    /// Tokens before this one are left out.
    from: u32,
}

const NONE: u32 = u32::MAX;

/// The repairs with which the brackets of `tokens` from `start` on fit, with the tokens they are made at, in order.
pub(crate) fn repairs(text: &str, tokens: &[Token], start: usize, guided: bool) -> Vec<(usize, Repair)> {
    let blocks = sound_blocks(text, tokens, start, guided);
    let doubtful = count_items(&blocks, start);
    let root = Frame { below: NONE, bracket: None, line: 0, indent: None, then: State::Start };
    let mut search = Search {
        text,
        tokens,
        guided,
        blocks: &blocks,
        frames: vec![root],
        trail: Vec::new(),
        readings: vec![Reading { price: 0, frame: 0, state: State::Start, trail: NONE, from: 0 }],
        next: Vec::new(),
        width: if doubtful > MAX_ITEMS { 1 } else { WIDTH },
    };
    let mut at = start;
    while at < tokens.len() {
        search.token(at);
        at = blocks[at].max(at) + 1;
    }
    search.best()
}

fn count_items(blocks: &[usize], start: usize) -> usize {
    let next = |&at: &usize| Some(blocks.get(at)?.max(&at) + 1);
    std::iter::successors(Some(start), next).count()
}

struct Search<'t> {
    text: &'t str,
    tokens: &'t [Token],
    guided: bool,
    blocks: &'t [usize],
    frames: Vec<Frame>,
    /// The repairs of all readings, each with the one before it.
    trail: Vec<(u32, u32, Repair)>,
    readings: Vec<Reading>,
    next: Vec<Reading>,
    width: usize,
}

impl Search<'_> {
    /// All readings take the token.
    fn token(&mut self, at: usize) {
        let readings = std::mem::take(&mut self.readings);
        let limit = readings.first().map_or(0, |first| first.price) + MARGIN;
        for &reading in readings.iter().filter(|reading| reading.price <= limit) {
            self.expand(reading, at, limit);
        }
        let mut next = std::mem::take(&mut self.next);
        next.sort_by_key(|reading| reading.price);
        self.readings = readings;
        self.readings.clear();
        for reading in next.drain(..) {
            let known = |other: &Reading| other.frame == reading.frame && other.state == reading.state;
            if self.readings.len() < self.width && !self.readings.iter().any(known) {
                self.readings.push(reading);
            }
        }
        self.next = next;
    }

    fn with(&mut self, reading: Reading, at: usize, repair: Repair, price: u32) -> Reading {
        self.trail.push((reading.trail, at as u32, repair));
        Reading { price: reading.price + price, trail: self.trail.len() as u32 - 1, ..reading }
    }

    /// Everything that one reading can do with the token.
    fn expand(&mut self, mut reading: Reading, at: usize, limit: u32) {
        if at < reading.from as usize || reading.state == State::Rest {
            self.next.push(reading);
            return;
        }
        if self.has_twin(at) {
            let left_out = self.with(reading, at, Repair::DropTwin, price::DROP_TWIN);
            self.next.push(Reading { from: at as u32 + 3, ..left_out });
        }
        let token = self.tokens[at];
        let item = if self.blocks[at] > 0 { Item::Block } else { item(self.text, self.tokens, at) };
        loop {
            if reading.price > limit {
                return;
            }
            let frame = self.frames[reading.frame as usize];
            let accepted = match item {
                Item::Close(bracket) => self.close(reading, at, bracket),
                item => self.take(reading, at, item),
            };
            // Closing the innermost bracket first is worth a try where something speaks for it.
            let dedents = self.guided && token.first && frame.indent.is_some_and(|indent| token.indent <= indent);
            if frame.bracket.is_none() || !(dedents || accepted > 0) || reading.state == State::Colon && !dedents {
                return;
            }
            let price =
                match frame.indent {
                    Some(indent) if self.guided && token.first && frame.line != token.line => {
                        if token.indent <= indent { price::INSERT_CLOSE_AT_DEDENT } else { price::INSERT_CLOSE_INSIDE }
                    }
                    _ => price::INSERT_CLOSE,
                };
            let price = price + unfinished(reading.state, true);
            reading = self.with(reading, at, Repair::InsertClose, price);
            reading.frame = frame.below;
            // The comma that was there separates the container from what follows.
            let has_comma = at > 0 && self.tokens[at - 1].kind == TokenKind::Comma;
            reading.state = if has_comma { State::Comma } else { State::Value };
            if !has_comma && !matches!(item, Item::Close(_) | Item::Comma) {
                reading.state = State::Comma;
            }
        }
    }

    /// Takes an item that is no closing bracket. Answers what it cost.
    fn take(&mut self, reading: Reading, at: usize, item: Item) -> u32 {
        let token = self.tokens[at];
        let frame = self.frames[reading.frame as usize];
        let (state, mut cost) = step(frame.bracket, reading.state, item);
        let is_inside = self.guided && token.first && frame.bracket.is_some() && frame.line != token.line;
        if is_inside && frame.indent.is_some_and(|indent| token.indent <= indent) && item != Item::Comma {
            cost += price::MISPLACED_LINE;
        }
        // A list of lists is rarer than a bracket typed twice; where there are such lists, there are many.
        let is_twice = item == Item::Open(Bracket::Square)
            && frame.bracket == Some(Bracket::Square)
            && reading.state == State::Start
            && self.frames[frame.below as usize].bracket != Some(Bracket::Square);
        if is_twice {
            cost += price::LIST_IN_LIST;
        }
        if self.guided && token.first && reading.state == State::Colon && item != Item::Comma {
            cost += 2;
        }
        let paid = Reading { price: reading.price + cost, ..reading };
        match item {
            Item::Open(bracket) => {
                if state == State::Rest {
                    self.next.push(Reading { state, ..paid });
                } else {
                    let opened = self.open(paid, bracket, &token, Some(token.indent), state);
                    self.next.push(opened);
                }
                if frame.bracket.is_some() {
                    let dropped = self.with(reading, at, Repair::Drop, price::DROP);
                    self.next.push(dropped);
                }
                if self.is_contradicted(at, bracket) {
                    let changed = self.with(paid, at, Repair::Change, price::CHANGE);
                    let opened = self.open(changed, bracket.other(), &token, Some(token.indent), state);
                    self.next.push(opened);
                }
            }
            _ => self.next.push(Reading { state, ..paid }),
        }
        self.insert_open(reading, at, item);
        cost
    }

    fn open(&mut self, reading: Reading, bracket: Bracket, token: &Token, indent: Option<u32>, then: State) -> Reading {
        self.frames.push(Frame { below: reading.frame, bracket: Some(bracket), line: token.line, indent, then });
        Reading { frame: self.frames.len() as u32 - 1, state: State::Start, ..reading }
    }

    /// What follows the opening bracket belongs into one of the other kind.
    fn is_contradicted(&self, at: usize, bracket: Bracket) -> bool {
        self.tokens.get(at + 1).is_some_and(|_| {
            matches!(
                (bracket, item(self.text, self.tokens, at + 1)),
                (Bracket::Brace, Item::Text | Item::Open(_)) | (Bracket::Square, Item::Key)
            )
        })
    }

    /// A bracket may be missing before the item.
    fn insert_open(&mut self, reading: Reading, at: usize, item: Item) {
        let frame = self.frames[reading.frame as usize];
        let Some(container) = frame.bracket else { return };
        let token = self.tokens[at];
        let before = self.tokens[at - 1];
        let in_list = container == Bracket::Square && matches!(reading.state, State::Start | State::Comma);
        let bracket = match item {
            Item::Key if reading.state == State::Colon || in_list => Bracket::Brace,
            Item::Text | Item::Block | Item::Open(_) if reading.state == State::Colon => Bracket::Square,
            _ => return,
        };
        let is_indented = self.guided && token.first && token.indent > before.indent && !in_list;
        let price = match bracket {
            _ if is_indented => price::INSERT_OPEN_AT_INDENT,
            Bracket::Brace => price::INSERT_BRACE,
            // Lists of these files hold texts.
            Bracket::Square if token.kind == TokenKind::String => price::INSERT_SQUARE,
            Bracket::Square => price::INSERT_SQUARE + price::LIST_OF_OTHERS,
        };
        let inserted = self.with(reading, at, Repair::InsertOpen(bracket), price);
        let indent = (reading.state == State::Colon).then_some(before.indent);
        let opened = self.open(inserted, bracket, &before, indent, State::Value);
        let (state, _) = step(Some(bracket), State::Start, item);
        match item {
            Item::Open(inner) => {
                let opened = self.open(opened, inner, &token, Some(token.indent), state);
                self.next.push(opened);
            }
            _ => self.next.push(Reading { state, ..opened }),
        }
    }

    /// The closing bracket closes the innermost one, or nothing. Answers what the former cost.
    fn close(&mut self, reading: Reading, at: usize, bracket: Bracket) -> u32 {
        let token = self.tokens[at];
        let frame = self.frames[reading.frame as usize];
        let Some(open) = frame.bracket else {
            let dropped = self.with(reading, at, Repair::Drop, price::DROP);
            self.next.push(dropped);
            return 0;
        };
        let misplaced =
            self.guided && frame.line != token.line && frame.indent.is_some_and(|indent| indent != token.indent);
        let mut cost = unfinished(reading.state, false);
        if misplaced {
            cost += price::MISPLACED_CLOSE;
        }
        if self.tokens.get(at + 1).is_some_and(|next| next.is_text() && token.touches(next)) {
            cost += price::CLOSE_IN_WORD;
        }
        if reading.state == State::Colon {
            let opened = self.with(reading, at, Repair::InsertOpen(bracket), price::INSERT_SQUARE);
            self.next.push(Reading { state: State::Value, ..opened });
        }
        let closed = if open == bracket {
            Reading { price: reading.price + cost, ..reading }
        } else {
            self.with(reading, at, Repair::Change, cost + price::CHANGE)
        };
        self.next.push(Reading { frame: frame.below, state: frame.then, ..closed });
        let goes_on = self
            .tokens
            .get(at + 1)
            .is_some_and(|next| !next.first && !matches!(next.kind, TokenKind::Comma | TokenKind::Close(_)));
        let fits = self.guided && open == bracket && !misplaced && token.first && !goes_on;
        // Of two ways that cost the same, one that leaves a comma without an item is the worse.
        let price = match () {
            () if fits => price::DROP_FITTING,
            () if open == bracket && reading.state == State::Value && self.ends_before_comma(at) => price::DROP + 1,
            () => price::DROP,
        };
        let dropped = self.with(reading, at, Repair::Drop, price);
        self.next.push(dropped);
        if open == bracket { cost } else { cost + price::CHANGE }
    }

    /// A comma and another closing bracket follow.
    fn ends_before_comma(&self, at: usize) -> bool {
        let kind = |at: usize| self.tokens.get(at).map(|token| token.kind);
        kind(at + 1) == Some(TokenKind::Comma) && matches!(kind(at + 2), Some(TokenKind::Close(_)))
    }

    /// `"key": {` stands here twice.
    fn has_twin(&self, at: usize) -> bool {
        let Some([key, colon, open, rest @ ..]) = self.tokens.get(at..at + 6) else { return false };
        let text = |token: &Token| &self.text[token.range()];
        key.is_text()
            && colon.kind == TokenKind::Colon
            && matches!(open.kind, TokenKind::Open(_))
            && self.blocks[at + 2] == 0
            && [key, colon, open].into_iter().map(text).eq(rest.iter().map(text))
    }

    /// The repairs of the cheapest reading.
    fn best(self) -> Vec<(usize, Repair)> {
        let total = |reading: &&Reading| reading.price + if reading.frame == 0 { 0 } else { price::OPEN_END };
        let mut repairs = Vec::new();
        let mut trail = self.readings.iter().min_by_key(total).map_or(NONE, |best| best.trail);
        while let Some(&(before, at, repair)) = self.trail.get(trail as usize) {
            repairs.push((at as usize, repair));
            trail = before;
        }
        repairs.reverse();
        repairs
    }
}
