//! The whole surface over the in-memory store, without a socket: what a client sends and gets.

mod bodies;
mod city;
mod credits_life;
mod credits_standing;
mod document;
mod life;
mod mounting;
mod operations;
mod pages;
mod reader;
mod runs;
mod runs_streams;
mod standing;
mod store;
mod streams;
mod strict;
mod world;
