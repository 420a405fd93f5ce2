/** Words that households use; any other of a–z, 0–9 and hyphens will do. */
export const usualRoles = ['daughter', 'son', 'partner', 'caregiver', 'nurse', 'neighbour', 'friend', 'doctor'];
