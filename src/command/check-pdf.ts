// npm run check:pdf FILE …: whether PDF files keep PDF/UA-1, rule by rule; says where they do not.
import { readFileSync } from 'node:fs'
import { checkPdfUa, RULES } from '../pdf/check.ts'

const files = process.argv.slice(2)
if (files.length === 0) {
  console.error('Hvilken fil? npm run check:pdf -- rapport.pdf')
  process.exitCode = 2
}

for (const file of files) {
  try {
    const faults = await checkPdfUa(readFileSync(file))
    console.log(`${faults.length === 0 ? '✓' : '✗'} ${file}: ${RULES.length} regler, ${faults.length} fejl`)
    for (const { clause, message, where } of faults) console.log(`  ${clause}  ${message}: ${where}`)
    if (faults.length > 0) process.exitCode = 1
  } catch (error) {
    console.log(`✗ ${file} kan ikke læses som PDF: ${(error as Error).message}`)
    process.exitCode = 1
  }
}
