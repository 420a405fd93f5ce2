/** `npm run test:thorough`, a phase of the CI: what takes longer than `npm test` may. */
export const isThorough = process.env.BELFRY_TEST_THOROUGH === '1';
