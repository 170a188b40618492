import { useEffect, useState } from 'react'
import { usePageTitle } from '../kit/index.ts'

const soundKey = 'baton.desk.sound'

/** The ring's switch, remembered on this device. */
export function useSoundSwitch(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => localStorage.getItem(soundKey) !== 'off')
  return [
    on,
    (next) => {
      localStorage.setItem(soundKey, next ? 'on' : 'off')
      setOn(next)
    },
  ]
}

/** Rings every four seconds while `ringing`. Browsers stay silent until the page was clicked once. */
export function useRing(ringing: boolean, sound: boolean) {
  useEffect(() => {
    if (!ringing || !sound) return
    let context: AudioContext | undefined
    const ring = () => {
      if (!navigator.userActivation.hasBeenActive) return
      context ??= new AudioContext()
      chime(context)
    }
    ring()
    const timer = setInterval(ring, 4000)
    return () => {
      clearInterval(timer)
      void context?.close().catch(() => {})
    }
  }, [ringing, sound])
}

function chime(context: AudioContext) {
  for (const [index, pitch] of [659, 880].entries()) {
    const tone = context.createOscillator()
    const volume = context.createGain()
    const start = context.currentTime + index * 0.18
    tone.frequency.value = pitch
    volume.gain.setValueAtTime(0, start)
    volume.gain.linearRampToValueAtTime(0.12, start + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.5)
    tone.connect(volume).connect(context.destination)
    tone.start(start)
    tone.stop(start + 0.55)
  }
}

/** The tab's title: it flashes who rings, and counts what is unread. */
export function useAttentionTitle(title: string, caller: string | undefined, unread: number) {
  const [flash, setFlash] = useState(false)
  useEffect(() => {
    if (!caller) return setFlash(false)
    const timer = setInterval(() => setFlash((on) => !on), 1000)
    return () => clearInterval(timer)
  }, [caller])
  usePageTitle(caller && flash ? `● ${caller} is waiting` : unread > 0 ? `(${unread}) ${title}` : title)
}
