import { apiError } from '../../src/contracts/auth.ts'
import { importReport } from '../../src/contracts/studio.ts'
import { ApiError, goToSignIn } from '../kit/api.ts'
import type { ImportReport } from './studio-api.ts'

export const largestImport = 50 * 1024 * 1024

/** Why a file cannot be a solution; undefined when it may be one. */
export function importProblem(file: { name: string; size: number }): string | undefined {
  if (!/\.zip$/i.test(file.name)) return `“${file.name}” is not a .zip. Export the solution from Copilot Studio as a zip and choose that.`
  if (file.size === 0) return `“${file.name}” is empty.`
  return file.size > largestImport ? `“${file.name}” has ${formatSize(file.size)}; at most 50 MB can be imported.` : undefined
}

export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/** Sends the zip. XMLHttpRequest, because fetch cannot tell how much has been sent. */
export function importSolution(file: File, onProgress: (words: string) => void): { done: Promise<ImportReport>; cancel(): void } {
  const request = new XMLHttpRequest()
  const done = new Promise<ImportReport>((resolve, reject) => {
    request.open('POST', '/api/studio/import')
    request.setRequestHeader('content-type', 'application/zip')
    request.setRequestHeader('accept', 'application/json')
    request.upload.onprogress = (event) => onProgress(`Sending ${file.name}: ${formatSize(event.loaded)} of ${formatSize(event.total)}.`)
    request.upload.onload = () => onProgress('Sent. Unpacking the solution and checking its topics…')
    request.onload = () => finish(request, resolve, reject)
    request.onerror = () => reject(new ApiError('OFFLINE', 'The server could not be reached, or the connection broke. Nothing was imported; try again.', 0))
    request.onabort = () => reject(new ApiError('CANCELLED', 'You cancelled the import.', 0))
    request.send(new Blob([file], { type: 'application/zip' }))
  })
  return { done, cancel: () => request.abort() }
}

function finish(request: XMLHttpRequest, resolve: (report: ImportReport) => void, reject: (error: unknown) => void) {
  const body = parseJson(request.responseText)
  const report = importReport.safeParse(body)
  if (request.status < 300 && report.success) return resolve(report.data)
  if (request.status === 401) goToSignIn()
  const known = apiError.safeParse(body)
  if (known.success) return reject(new ApiError(known.data.error.code, known.data.error.message, request.status, body))
  reject(new ApiError(`HTTP_${request.status}`, `The server answered with ${request.status}. Try again in a moment.`, request.status, body))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
