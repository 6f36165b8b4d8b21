/* Does this. NULL: nothing is done. */
void gandse_fine(gandse_session* session);

/* Does that. */
void gandse_silent(gandse_session* session);
