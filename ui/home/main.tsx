import { mountPage } from '../kit/mount-page.tsx'
import { HomePage } from './home-page.tsx'

mountPage(<HomePage />)
