create table book (title text primary key);
grant select, insert on book to ${app_role};
