//! Behaviour through each room's door: data in, claims out. One binary, one module a room.

mod checkers;
mod content;
mod days;
mod diary;
mod draw;
mod history;
mod insights;
mod migrations;
mod storage;
mod timeline;
mod walks;
