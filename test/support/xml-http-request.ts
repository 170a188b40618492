/** As much of XMLHttpRequest over fetch as the npm client of Direct Line uses, which expects a browser. */
export class FetchXmlHttpRequest {
  readyState = 0
  status = 0
  statusText = ''
  responseText = ''
  response: unknown = null
  responseType = ''
  timeout = 0
  withCredentials = false
  upload = {}
  onreadystatechange: ((event: unknown) => void) | null = null
  onload: ((event: unknown) => void) | null = null
  onerror: ((event: unknown) => void) | null = null
  ontimeout: ((event: unknown) => void) | null = null
  private method = 'GET'
  private url = ''
  private readonly headers = new Headers()
  private answerHeaders = new Headers()
  private readonly controller = new AbortController()

  open(method: string, url: string) {
    this.method = method
    this.url = url
    this.readyState = 1
  }
  setRequestHeader(name: string, value: string) {
    this.headers.append(name, value)
  }
  getResponseHeader(name: string) {
    return this.answerHeaders.get(name)
  }
  getAllResponseHeaders() {
    return [...this.answerHeaders].map(([name, value]) => `${name}: ${value}`).join('\r\n')
  }
  abort() {
    this.controller.abort()
  }
  send(body?: string | FormData | null) {
    void this.perform(body ?? null)
  }

  private async perform(body: string | FormData | null) {
    try {
      const answer = await fetch(this.url, { method: this.method, headers: this.headers, body, signal: this.controller.signal })
      const bytes = await answer.arrayBuffer()
      this.answerHeaders = answer.headers
      this.status = answer.status
      this.statusText = answer.statusText
      this.responseText = new TextDecoder().decode(bytes)
      this.response = this.responseType === 'arraybuffer' ? bytes : this.responseType === 'json' ? parse(this.responseText) : this.responseText
    } catch {
      if (this.controller.signal.aborted) return
      this.status = 0
    }
    this.readyState = 4
    this.onreadystatechange?.({ target: this })
    if (this.status === 0) this.onerror?.({ target: this })
    else this.onload?.({ target: this })
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
