/** Where the activation of a publication says of which list. */
export const activeListsChannel = 'bonafide_active_lists';
