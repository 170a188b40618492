/** @jsxImportSource preact */
const paths = {
  chat: 'M12 3C6.9 3 3 6.5 3 11c0 2.1.9 4 2.3 5.4L4.5 20.2c-.1.5.4.9.9.7l4-1.6c.8.2 1.7.3 2.6.3 5.1 0 9-3.6 9-8.3S17.1 3 12 3Zm-4 7h8M8 13h5',
  down: 'm6 9 6 6 6-6',
  close: 'M6 6l12 12M18 6 6 18',
  send: 'M4.5 12h8M3.8 4.6l16.4 7.1c.3.1.3.5 0 .6L3.8 19.4c-.3.1-.6-.2-.5-.5L5 12 3.3 5.1c-.1-.3.2-.6.5-.5Z',
  bell: 'M6 17h12l-1.5-2.5V10a4.5 4.5 0 0 0-9 0v4.5L6 17Zm4.3 2.5a1.8 1.8 0 0 0 3.4 0',
  mute: 'M6 17h12l-1.5-2.5V10a4.5 4.5 0 0 0-7-3.8M7.5 10v4.5L6 17M4 4l16 16M10.3 19.5a1.8 1.8 0 0 0 3.4 0',
  file: 'M7 3h7l4 4v13a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1Zm7 0v4h4',
} as const

export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">
      <path d={paths[name]} />
    </svg>
  )
}
