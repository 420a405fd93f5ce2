/** What most words name of a person; all of it stands in the documentation of the API. */
export const templateExamples = ['{{ person.firstName }}', '{{ person.fullName }}', '{{ years }}'];
