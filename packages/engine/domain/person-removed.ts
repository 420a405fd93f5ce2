/** Why a chain has ended whose person was taken away. By this alone a restore knows what it has to go on with. */
export const personRemoved = 'The person has been removed.';
