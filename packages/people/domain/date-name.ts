/** How a date may be called that is not a field of its own, as those below are. */
export const dateNamePattern = /^[a-z][A-Za-z0-9]{0,39}$/;
export const fieldDates: readonly string[] = ['birthDate', 'anniversaryDate'];
