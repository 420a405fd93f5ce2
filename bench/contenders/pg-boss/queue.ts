export const queue = 'greet';
