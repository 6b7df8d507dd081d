/** The page's first work, before anything larger is run: it takes up where a reload left off, and asks for what the first screen shows. */
import { askEarly } from '../contract/early-answers.ts'
import { sessionPath, UPSTREAM_PATH } from '../contract/paths.ts'
import { codeInAddress } from '../session/code-or-link.ts'
import { takeUpLeftLink } from '../follow/left-link.ts'

takeUpLeftLink()
askEarly(sessionPath(codeInAddress(location.search).code))
askEarly(UPSTREAM_PATH)
