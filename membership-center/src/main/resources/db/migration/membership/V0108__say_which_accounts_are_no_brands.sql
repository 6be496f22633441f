-- The policy of V0104 lets every brand read the accounts that no brand issued from: those of members, which are the
-- group's and are reached through a visible member only. The check at a center's start takes a column for a wall or not
-- at all; here it is a wall for issuing accounts alone.
comment on column ledger_account.issuing_brand is
    'Not a wall: an account of a member has none and is reached through a visible member only';
