/**
 * Whether the host lets some kind of code be made: a page's content-security policy may forbid source text,
 * WebAssembly, or both. It is asked once, with the smallest code there is: every refusal is a line in the page's
 * console and a report to its server, and planning what may not be run takes time.
 */
export const permission = (attempt: () => unknown): (() => boolean) => {
  let answer: boolean | null = null
  return () => {
    if (answer !== null) return answer
    try {
      attempt()
      answer = true
    } catch {
      answer = false
    }
    return answer
  }
}
