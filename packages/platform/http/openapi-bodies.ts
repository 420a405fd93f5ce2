interface Document {
  paths?: Record<string, Record<string, Operation>>;
}

interface Operation {
  requestBody?: { required?: boolean; content?: Record<string, { schema?: { default?: unknown } }> };
}

/** A body that has a default may be left out; the generator calls every body required. Changes the document. */
export function markOptionalBodies<Given>(document: Given): Given {
  const { paths = {} } = document as Document;
  for (const { requestBody } of Object.values(paths).flatMap((methods) => Object.values(methods))) {
    const schemas = Object.values(requestBody?.content ?? {}).map(({ schema }) => schema);
    if (requestBody && schemas.some((schema) => schema?.default !== undefined)) requestBody.required = false;
  }
  return document;
}
