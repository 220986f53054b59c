//! Where the states and folders stand on the page, and how the arrows run between them.

/// How wide a box is.
pub(super) const WIDTH: i32 = 138;
/// How high a box is.
pub(super) const HEIGHT: i32 = 58;

/// How a figure is laid out.
pub(super) struct Figure {
    pub(super) title: &'static str,
    pub(super) view: &'static str,
    /// Name and middle of each box.
    pub(super) nodes: &'static [(&'static str, i32, i32)],
    pub(super) lines: &'static [Line],
}

/// An arrow: a curve from one point to another, bent towards the third.
pub(super) struct Line {
    pub(super) from: &'static str,
    pub(super) to: &'static str,
    start: (i32, i32),
    bend: (i32, i32),
    end: (i32, i32),
    /// Where the first of its names stands.
    pub(super) label: (i32, i32),
    pub(super) anchor: &'static str,
}

impl Line {
    pub(super) fn path(&self) -> String {
        let ((a, b), (c, d), (e, f)) = (self.start, self.bend, self.end);
        format!("M{a} {b}Q{c} {d} {e} {f}")
    }

    /// The three corners of the arrow's head.
    pub(super) fn head(&self) -> String {
        let (x, y) = (f64::from(self.end.0), f64::from(self.end.1));
        let (dx, dy) = (x - f64::from(self.bend.0), y - f64::from(self.bend.1));
        let length = dx.hypot(dy).max(1.0);
        let (dx, dy) = (dx / length, dy / length);
        let (back_x, back_y) = (x - 10.0 * dx, y - 10.0 * dy);
        format!(
            "{x:.0},{y:.0} {:.1},{:.1} {:.1},{:.1}",
            back_x - 5.0 * dy,
            back_y + 5.0 * dx,
            back_x + 5.0 * dy,
            back_y - 5.0 * dx
        )
    }
}

type Point = (i32, i32);

const fn line(
    (from, to): (&'static str, &'static str),
    [start, bend, end]: [Point; 3],
    label: Point,
    anchor: &'static str,
) -> Line {
    Line {
        from,
        to,
        start,
        bend,
        end,
        label,
        anchor,
    }
}

pub(super) const SESSION: Figure = Figure {
    title: "Figure 3: states of a session and what leads from one to another",
    view: "0 0 960 430",
    nodes: &[
        ("Nonexistent", 80, 220),
        ("Pending", 320, 220),
        ("Running", 590, 110),
        ("Parked", 590, 350),
        ("Closed", 870, 220),
    ],
    lines: &[
        line(
            ("Nonexistent", "Pending"),
            [(149, 220), (200, 220), (251, 220)],
            (200, 190),
            "middle",
        ),
        line(
            ("Pending", "Running"),
            [(340, 191), (390, 115), (521, 105)],
            (382, 105),
            "end",
        ),
        line(
            ("Pending", "Closed"),
            [(389, 220), (595, 220), (801, 220)],
            (400, 238),
            "start",
        ),
        line(
            ("Running", "Running"),
            [(565, 81), (590, -30), (615, 81)],
            (625, 22),
            "start",
        ),
        line(
            ("Running", "Parked"),
            [(555, 139), (555, 230), (555, 321)],
            (547, 284),
            "end",
        ),
        line(
            ("Parked", "Running"),
            [(625, 321), (625, 230), (625, 139)],
            (633, 190),
            "start",
        ),
        line(
            ("Running", "Closed"),
            [(659, 105), (850, 110), (870, 191)],
            (770, 92),
            "start",
        ),
        line(
            ("Parked", "Closed"),
            [(659, 355), (850, 345), (870, 249)],
            (770, 368),
            "start",
        ),
    ],
};

pub(super) const FOLDER: Figure = Figure {
    title: "Figure 2: folders of a message and what leads from one to another",
    view: "0 0 960 430",
    nodes: &[
        ("Nonexistent", 80, 220),
        ("Received", 350, 120),
        ("Outgoing", 350, 340),
        ("Sent", 620, 340),
        ("Deleted", 860, 220),
        ("ClosedSession", 860, 380),
    ],
    lines: &[
        line(
            ("Nonexistent", "Received"),
            [(100, 191), (140, 125), (281, 120)],
            (215, 152),
            "middle",
        ),
        line(
            ("Nonexistent", "Outgoing"),
            [(100, 249), (140, 335), (281, 340)],
            (165, 358),
            "middle",
        ),
        line(
            ("Received", "Deleted"),
            [(419, 120), (680, 130), (791, 208)],
            (600, 130),
            "start",
        ),
        line(
            ("Outgoing", "Sent"),
            [(419, 340), (485, 340), (551, 340)],
            (485, 360),
            "middle",
        ),
        line(
            ("Outgoing", "Deleted"),
            [(365, 311), (480, 225), (791, 222)],
            (430, 230),
            "middle",
        ),
        line(
            ("Sent", "Deleted"),
            [(640, 311), (680, 250), (791, 236)],
            (690, 282),
            "start",
        ),
        line(
            ("Deleted", "Nonexistent"),
            [(860, 191), (470, -115), (65, 191)],
            (470, 30),
            "middle",
        ),
    ],
};
