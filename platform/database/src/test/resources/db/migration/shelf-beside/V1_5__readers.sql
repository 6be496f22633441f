create table reader (name text primary key);
