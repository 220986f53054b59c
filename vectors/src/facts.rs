//! All the facts, and the look-ups over them.

use crate::{
    Action, AnswerSet, ArchitectureError, ArchitectureReading, ArchitectureRow, Document,
    ErrorCode, ErrorRange, EventText, FolderCell, MessageEdge, Norm, Requirement, Ruling,
    SessionCell, SessionEdge, Shape, StateVariable, Stimulus, ValueTable, WaitEntry,
};

/// Everything the vector files say, in the order of file names and of entries in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Facts {
    /// The normative statements of Messaging:2.
    pub requirements: Vec<Requirement>,
    /// The requirements of the device architecture.
    pub architecture: Vec<ArchitectureRow>,
    /// The architecture's ambiguities.
    pub architecture_readings: Vec<ArchitectureReading>,
    /// The architecture's error codes.
    pub architecture_errors: Vec<ArchitectureError>,
    /// The rulings.
    pub rulings: Vec<Ruling>,
    /// Table 9.
    pub actions: Vec<Action>,
    /// Tables 1 and 8.
    pub state_variables: Vec<StateVariable>,
    /// Table 2.
    pub event_texts: Vec<EventText>,
    /// Tables 3 to 7.
    pub value_tables: Vec<ValueTable>,
    /// Table 46.
    pub error_codes: Vec<ErrorCode>,
    /// Ranges of Table 46.
    pub error_ranges: Vec<ErrorRange>,
    /// Edges of Figure 2.
    pub message_edges: Vec<MessageEdge>,
    /// Folder by stimulus.
    pub folder_cells: Vec<FolderCell>,
    /// Edges of Figure 3.
    pub session_edges: Vec<SessionEdge>,
    /// State by action.
    pub session_cells: Vec<SessionCell>,
    /// What an upper tester can be asked for.
    pub stimuli: Vec<Stimulus>,
    /// Waits and tolerances; code reads the constants of [`crate::waits`].
    pub waits: Vec<WaitEntry>,
    /// The nine documents.
    pub documents: Vec<Document>,
    /// Their types.
    pub shapes: Vec<Shape>,
    /// SHA-256 over names and texts of all files, in hexadecimal.
    pub digest: String,
}

impl Facts {
    /// The requirement of an `M-…` id.
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|entry| entry.id == id)
    }

    /// The row of a `UDA-…` id.
    pub fn architecture_row(&self, id: &str) -> Option<&ArchitectureRow> {
        self.architecture.iter().find(|entry| entry.id == id)
    }

    /// The reading of a `U-…` id.
    pub fn architecture_reading(&self, id: &str) -> Option<&ArchitectureReading> {
        self.architecture_readings
            .iter()
            .find(|entry| entry.id == id)
    }

    /// What the architecture calls an error code; a code of its own before a range.
    pub fn architecture_error(&self, code: u16) -> Option<&ArchitectureError> {
        self.architecture_errors
            .iter()
            .filter(|entry| (entry.from..=entry.to).contains(&code))
            .min_by_key(|entry| entry.to - entry.from)
    }

    /// The norm of an `M-…` or a `UDA-…` id.
    pub fn norm(&self, id: &str) -> Option<Norm<'_>> {
        let requirement = self.requirement(id).map(|entry| Norm {
            id: &entry.id,
            clause: &entry.clause,
            level: entry.level,
            text: &entry.text,
        });
        requirement.or_else(|| {
            self.architecture_row(id).map(|entry| Norm {
                id: &entry.id,
                clause: &entry.clause,
                level: entry.level,
                text: &entry.text,
            })
        })
    }

    /// The ruling of an `R-…` id.
    pub fn ruling(&self, id: &str) -> Option<&Ruling> {
        self.rulings.iter().find(|entry| entry.id == id)
    }

    /// What a ruling says of a situation.
    pub fn answer_set(&self, ruling: &str, situation: &str) -> Option<&AnswerSet> {
        self.ruling(ruling)?
            .answers
            .iter()
            .find(|set| set.situation == situation)
    }

    /// The action of a name.
    pub fn action(&self, name: &str) -> Option<&Action> {
        self.actions.iter().find(|entry| entry.name == name)
    }

    /// The error of Table 46 with this code.
    pub fn error_code(&self, code: u16) -> Option<&ErrorCode> {
        self.error_codes.iter().find(|entry| entry.code == code)
    }

    /// The state variable of a name.
    pub fn state_variable(&self, name: &str) -> Option<&StateVariable> {
        self.state_variables.iter().find(|entry| entry.name == name)
    }

    /// Table 3, 4, 5, 6 or 7.
    pub fn values(&self, table: u8) -> Option<&ValueTable> {
        self.value_tables.iter().find(|entry| entry.table == table)
    }

    /// The cell of a session state and an action.
    pub fn session_cell(&self, state: &str, action: &str) -> Option<&SessionCell> {
        self.session_cells
            .iter()
            .find(|cell| cell.state == state && cell.action == action)
    }

    /// The cell of a folder and a stimulus.
    pub fn folder_cell(&self, folder: &str, by: &str) -> Option<&FolderCell> {
        self.folder_cells
            .iter()
            .find(|cell| cell.folder == folder && cell.by == by)
    }

    /// The document of a root element.
    pub fn document(&self, root: &str) -> Option<&Document> {
        self.documents.iter().find(|entry| entry.root == root)
    }

    /// The type of a name.
    pub fn shape(&self, name: &str) -> Option<&Shape> {
        self.shapes.iter().find(|entry| entry.name == name)
    }

    /// The event text of a short name.
    pub fn event_text(&self, slug: &str) -> Option<&EventText> {
        self.event_texts.iter().find(|entry| entry.slug == slug)
    }
}
