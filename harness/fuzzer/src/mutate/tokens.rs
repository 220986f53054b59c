//! A text of XML as the pieces that mutation and minimisation move about. Anything can be cut so, XML or not.

/// A piece: a tag with its brackets, or the text between two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// `<…>`, closed or not.
    Markup(String),
    /// What stands between.
    Text(String),
}

impl Token {
    /// As it is written.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Markup(text) | Self::Text(text) => text,
        }
    }

    /// The name of the element that it opens.
    pub fn opens(&self) -> Option<&str> {
        let Self::Markup(text) = self else {
            return None;
        };
        let inner = text.strip_prefix('<')?;
        if inner.starts_with(['/', '!', '?']) || text.ends_with("/>") {
            return None;
        }
        let end = inner.find(|c: char| c.is_whitespace() || c == '>');
        Some(&inner[..end.unwrap_or(inner.len())])
    }

    /// The name of the element that it closes.
    pub fn closes(&self) -> Option<&str> {
        let Self::Markup(text) = self else {
            return None;
        };
        let inner = text.strip_prefix("</")?;
        Some(inner.trim_end_matches('>').trim())
    }
}

/// Cuts a text into tokens; joined they are the text again.
pub fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = match rest.strip_prefix('<') {
            Some(_) => {
                let end = if rest.starts_with("<!--") {
                    rest.find("-->").map(|at| at + 3)
                } else if rest.starts_with("<![CDATA[") {
                    rest.find("]]>").map(|at| at + 3)
                } else {
                    rest.find('>').map(|at| at + 1)
                };
                end.unwrap_or(rest.len())
            }
            None => rest.find('<').unwrap_or(rest.len()),
        };
        let (piece, behind) = rest.split_at(end);
        tokens.push(if piece.starts_with('<') {
            Token::Markup(piece.to_owned())
        } else {
            Token::Text(piece.to_owned())
        });
        rest = behind;
    }
    tokens
}

/// The text of tokens.
pub fn join(tokens: &[Token]) -> String {
    tokens.iter().map(Token::as_str).collect()
}

/// Where the element that begins at this token ends: behind its end tag, or behind the token itself.
pub fn subtree(tokens: &[Token], start: usize) -> usize {
    let Some(name) = tokens.get(start).and_then(Token::opens) else {
        return start + 1;
    };
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        if token.opens() == Some(name) {
            depth += 1;
        } else if token.closes() == Some(name) {
            depth -= 1;
            if depth == 0 {
                return at + 1;
            }
        }
    }
    start + 1
}
