export interface Sending {
  file: File;
  isDryRun: boolean;
  /** Whether people who are there already are changed; otherwise their rows are refused. */
  changesExisting: boolean;
}

/** Of the mutation that sends a file: it goes on, whatever page is shown. */
export const sendingKey = ['people', 'import'] as const;
