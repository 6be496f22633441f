create table shelf (number integer primary key);
