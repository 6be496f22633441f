create table book (title text primary key, author text);
