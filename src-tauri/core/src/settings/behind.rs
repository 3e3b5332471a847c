//! What a person chose to open with a reminder: a guide, a routine of their own, the next part of a programme, an exercise.

/// Something that opens with a reminder, by its name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Behind {
    /// A guide.
    Guide(String),
    /// A routine of the person's own, by its id.
    Own(String),
    /// Whatever a programme asks for on that day.
    Programme(String),
    /// One exercise.
    Exercise(String),
}

impl Behind {
    /// What a text names; nothing where it is not written as [`Self::text`] writes it.
    ///
    /// A text without a kind is a guide: it was kept when only guides could be chosen.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (kind, name) = text.split_once('/').unwrap_or(("guides", text));
        let named = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        if name.is_empty() || !name.chars().all(named) {
            return None;
        }
        let name = name.to_owned();
        match kind {
            "guides" => Some(Self::Guide(name)),
            "own" => Some(Self::Own(name)),
            "programmes" => Some(Self::Programme(name)),
            "exercises" => Some(Self::Exercise(name)),
            _ => None,
        }
    }

    /// The text that is kept and sent: a kind and a name.
    #[must_use]
    pub fn text(&self) -> String {
        let (kind, name) = match self {
            Self::Guide(name) => ("guides", name),
            Self::Own(name) => ("own", name),
            Self::Programme(name) => ("programmes", name),
            Self::Exercise(name) => ("exercises", name),
        };
        format!("{kind}/{name}")
    }
}
