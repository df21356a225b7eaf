-- Read texts one after the other for pipeline/read/pandoc.py: "reader length\n" and the bytes come in, "length\n" and the
-- tree as JSON go out, or "-length\n" and what is wrong. The last argument of pandoc.read, an empty table, is pandoc's sandbox.
io.stdout:setvbuf("full")
local binary = { docx = true, odt = true, epub = true }
while true do
  local head = io.read("l")
  if not head then break end
  local reader, length = head:match("^(%S+) (%d+)$")
  local content = io.read(tonumber(length)) or ""
  if not binary[reader] then content = content .. "\n" end -- as the command does
  local well, answer = pcall(function()
    return pandoc.write(pandoc.read(content, reader, nil, {}), "json")
  end)
  answer = well and answer or tostring(answer)
  io.write(well and "" or "-", #answer, "\n", answer)
  io.flush()
  content, answer = nil, nil
end
