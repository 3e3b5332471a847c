//! Behaviour through each room's door: data in, claims out. One binary, one module a room.

mod checkers;
mod content;
mod diary;
mod draw;
mod history;
mod migrations;
mod storage;
mod walks;
