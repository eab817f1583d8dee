// Package workbook reads security questionnaires from spreadsheets and writes
// answers back into them. It is the door to the packages below, which others
// do not import.
//
//	layout     where the questions and their answer cells are
//	vocab      what header, list and question words say
//	grids      the sheets as texts, formats, lists and merges
//	patch      answers into the bytes of a copy
//	sheetscan  where cells lie in a sheet's bytes
//	proof      that only answers changed
//	delimited, opc, xmlscan   CSV, the zip container, XML
//	cellref, bounds           places in a sheet, limits of a file
//
// It knows the file formats (xlsx, xlsm, csv, tsv) and nothing of answers. Its
// promises: a damaged or hostile file is an error and never a shorter
// questionnaire; a cell that is no answer cell is never offered; a published
// copy has been proved.
package workbook
