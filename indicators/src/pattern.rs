//! STIX patterns, as far as they name values: comparisons with `=` and `IN`, joined by `OR`.
//!
//! Other patterns are refused: those that ask for several things at once, that exclude values, or that match
//! values loosely. Source: STIX 2.1, section 9.

use std::iter::Peekable;
use std::str::Chars;

/// One comparison: the path of an object, and a value.
pub(crate) type Comparison = (String, String);

/// Why a pattern is not a list of values.
pub(crate) type Wrong = &'static str;

const SYNTAX: Wrong = "not a STIX pattern";
const OPERATOR: Wrong = "the pattern has comparisons other than = and IN";
const SEVERAL: Wrong = "the pattern asks for several things at once";

/// The alternatives of a pattern: one of them is enough. Each is one comparison, or two joined by `AND`: a
/// value and the platform of its account.
pub(crate) fn alternatives(pattern: &str) -> Result<Vec<Vec<Comparison>>, Wrong> {
    let tokens = tokens(pattern).ok_or(SYNTAX)?;
    let mut parser = Parser {
        tokens: &tokens,
        next: 0,
    };
    let mut all = parser.observation()?;
    while parser.word("OR") {
        all.extend(parser.observation()?);
    }
    match parser.peek() {
        None => Ok(all),
        Some(Token::Word(_)) => Err(SEVERAL),
        Some(_) => Err(SYNTAX),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Sign(char),
    /// `=` and other operators.
    Operator(String),
    Word(String),
    Text(String),
}

fn tokens(pattern: &str) -> Option<Vec<Token>> {
    let mut letters = pattern.chars().peekable();
    let mut tokens = Vec::new();
    while let Some(letter) = letters.next() {
        match letter {
            letter if letter.is_whitespace() => {}
            '[' | ']' | '(' | ')' | ',' => tokens.push(Token::Sign(letter)),
            '\'' => {
                let mut text = String::new();
                loop {
                    match letters.next()? {
                        '\'' => break,
                        '\\' => text.push(letters.next()?),
                        letter => text.push(letter),
                    }
                }
                tokens.push(Token::Text(text));
            }
            '=' | '!' | '<' | '>' => {
                let mut text = letter.to_string();
                while let Some(more) = letters.next_if(|letter| "=<>".contains(*letter)) {
                    text.push(more);
                }
                tokens.push(Token::Operator(text));
            }
            letter => tokens.push(Token::Word(word(letter, &mut letters)?)),
        }
    }
    Some(tokens)
}

/// A keyword or a path; a path may have an index in brackets and a key in quotes.
fn word(first: char, letters: &mut Peekable<Chars<'_>>) -> Option<String> {
    let mut text = first.to_string();
    while let Some(letter) = letters.next_if(|letter| !ends_word(*letter)) {
        text.push(letter);
        let closes = match letter {
            '[' => ']',
            '\'' => '\'',
            _ => continue,
        };
        loop {
            let letter = letters.next()?;
            text.push(letter);
            if letter == closes {
                break;
            }
        }
    }
    Some(text)
}

fn ends_word(letter: char) -> bool {
    letter.is_whitespace() || "](),=!<>".contains(letter)
}

struct Parser<'a> {
    tokens: &'a [Token],
    next: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.next)
    }

    fn take(&mut self) -> Result<&'a Token, Wrong> {
        let token = self.peek().ok_or(SYNTAX)?;
        self.next += 1;
        Ok(token)
    }

    fn is(&mut self, wanted: char) -> bool {
        let there = self.peek() == Some(&Token::Sign(wanted));
        self.next += usize::from(there);
        there
    }

    fn sign(&mut self, wanted: char) -> Result<(), Wrong> {
        self.is(wanted).then_some(()).ok_or(SYNTAX)
    }

    fn word(&mut self, wanted: &str) -> bool {
        let there = matches!(self.peek(), Some(Token::Word(word)) if word == wanted);
        self.next += usize::from(there);
        there
    }

    fn observation(&mut self) -> Result<Vec<Vec<Comparison>>, Wrong> {
        self.sign('[')?;
        let mut all = self.conjunction()?;
        while self.word("OR") {
            all.extend(self.conjunction()?);
        }
        self.sign(']')?;
        Ok(all)
    }

    /// `a AND b AND …`: one alternative, or without `AND` one for each value of `IN`.
    fn conjunction(&mut self) -> Result<Vec<Vec<Comparison>>, Wrong> {
        let mut all: Vec<_> = self
            .comparison()?
            .into_iter()
            .map(|one| vec![one])
            .collect();
        while self.word("AND") {
            let more = self.comparison()?;
            let ([one], [other]) = (&mut *all, &*more) else {
                return Err(SEVERAL);
            };
            one.push(other.clone());
        }
        Ok(all)
    }

    fn comparison(&mut self) -> Result<Vec<Comparison>, Wrong> {
        let path = match self.take()? {
            Token::Word(path) if path.contains(':') => path,
            Token::Sign('(') => return Err(SEVERAL),
            _ => return Err(SYNTAX),
        };
        let values = match self.take()? {
            Token::Operator(operator) if operator == "=" || operator == "==" => vec![self.text()?],
            Token::Word(word) if word == "IN" => self.set()?,
            Token::Sign(_) | Token::Text(_) => return Err(SYNTAX),
            _ => return Err(OPERATOR),
        };
        let values = values.into_iter();
        Ok(values.map(|value| (path.clone(), value)).collect())
    }

    fn set(&mut self) -> Result<Vec<String>, Wrong> {
        self.sign('(')?;
        let mut values = vec![self.text()?];
        while self.is(',') {
            values.push(self.text()?);
        }
        self.sign(')')?;
        Ok(values)
    }

    fn text(&mut self) -> Result<String, Wrong> {
        match self.take()? {
            Token::Text(text) | Token::Word(text) => Ok(text.clone()),
            _ => Err(SYNTAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pattern: &str) -> Result<Vec<String>, Wrong> {
        let text = |all: Vec<Comparison>| {
            let all: Vec<_> = all
                .into_iter()
                .map(|(path, value)| path + "=" + &value)
                .collect();
            all.join(" & ")
        };
        Ok(alternatives(pattern)?.into_iter().map(text).collect())
    }

    #[test]
    fn patterns_that_name_values_are_read() {
        for (pattern, expected) in [
            (
                "[email-addr:value = 'ada@mail.example']",
                &["email-addr:value=ada@mail.example"][..],
            ),
            (
                "[email-addr:value='a' OR email-addr:value = 'b'] OR [user-account:user_id = '7']",
                &[
                    "email-addr:value=a",
                    "email-addr:value=b",
                    "user-account:user_id=7",
                ],
            ),
            (
                "[email-addr:value IN ('a','b')]",
                &["email-addr:value=a", "email-addr:value=b"],
            ),
            (
                "[user-account:account_type = 'github' AND user-account:account_login = 'it\\'s']",
                &["user-account:account_type=github & user-account:account_login=it's"],
            ),
            (
                "[file:hashes.'SHA-256' = 'x' OR email-message:to_refs[*].value = 'a']",
                &[
                    "file:hashes.'SHA-256'=x",
                    "email-message:to_refs[*].value=a",
                ],
            ),
        ] {
            let found = read(pattern).expect(pattern);
            assert_eq!(found, expected, "{pattern}");
        }
    }

    #[test]
    fn others_are_refused() {
        for (pattern, expected) in [
            ("", SYNTAX),
            ("[email-addr:value = 'a'", SYNTAX),
            ("[email-addr:value = 'a]", SYNTAX),
            ("[email-addr:value != 'a']", OPERATOR),
            ("[email-addr:value LIKE 'a%']", OPERATOR),
            ("[email-addr:value NOT IN ('a')]", OPERATOR),
            (
                "[email-addr:value = 'a'] AND [email-addr:value = 'b']",
                SEVERAL,
            ),
            ("[email-addr:value = 'a'] WITHIN 5 SECONDS", SEVERAL),
            (
                "[(email-addr:value = 'a' OR email-addr:value = 'b') AND a:b = 'c']",
                SEVERAL,
            ),
            (
                "[email-addr:value IN ('a','b') AND user-account:user_id = '7']",
                SEVERAL,
            ),
        ] {
            assert_eq!(read(pattern), Err(expected), "{pattern}");
        }
    }
}
