//! The facts of Messaging:2 as data: requirements, rulings, tables, figures, shapes.
