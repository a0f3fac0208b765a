/** Whether a value is an object of named values, as JSON has them: no list and no null. */
export const isObject = (json: unknown): json is { readonly [key: string]: unknown } => typeof json === 'object' && json !== null && !Array.isArray(json)
