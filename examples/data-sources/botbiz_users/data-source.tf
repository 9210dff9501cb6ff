data "botbiz_users" "all" {}

output "emails" {
  value = data.botbiz_users.all.users[*].email
}

# The other fields of a user are in json. They are not documented, so use try().
output "owners" {
  value = [
    for user in data.botbiz_users.all.users : user.name
    if try(jsondecode(user.json).role, null) == "owner"
  ]
}
